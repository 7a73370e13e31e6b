package dev.ristretto.tools.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleOutputTest {

    private static String through(byte[] content, int... cuts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (VisibleOutput output = new VisibleOutput(bytes)) {
            int done = 0;
            for (int cut : cuts) {
                output.write(content, done, cut - done);
                done = cut;
            }
            output.write(content, done, content.length - done);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b[2J', '\\u001b[2J'",
        "'a\u0007b\u007f', 'a\\u0007b\\u007f'",
        "'\u009b31m', '\\u009b31m'",
        "'\u202egpj.exe', '\\u202egpj.exe'",
        "'in\u200bvisible\ufeff', 'in\\u200bvisible\\ufeff'",
        "'tag\uDB40\uDC41', 'tag\\udb40\\udc41'",
        "'a\u2028b', 'a\\u2028b'",
        "'filler\u3164\ufe0f', 'filler\\u3164\\ufe0f'",
        "'100 %\rforged', '100 %\\u000dforged'"
    })
    void whatATerminalWouldObeyOrHideIsShown(String text, String shown) throws Exception {
        assertThat(through(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(shown);
        assertThat(Visible.line(text)).isEqualTo(shown);
    }

    @Test
    void linesAndWordsStayAsTheyAre() throws Exception {
        String text = "one\r\ntwo\n\tthree ü 漢字 👍 \uD835\uDD46\r\r\nfour";
        assertThat(through(text.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("one\r\ntwo\n\tthree ü 漢字 👍 \uD835\uDD46\r\nfour");
        assertThat(Visible.line("a\nb\tc")).isEqualTo("a\\u000ab\\u0009c");
        assertThat(Visible.text("a\nb\tc")).isEqualTo("a\nb\tc");
    }

    @Test
    void bytesThatAreNoUtf8AreShown() throws Exception {
        byte[] bytes = {'a', (byte) 0x9b, '2', 'J', (byte) 0xc3, 'b', (byte) 0xff, (byte) 0xf0, (byte) 0x9f};
        assertThat(through(bytes)).isEqualTo("a\\x9b2J\\xc3b\\xff\\xf0\\x9f");
    }

    @Test
    void whereTheTextIsCutMakesNoDifference() throws Exception {
        byte[] bytes = "a\r\nü👍\u202e\r\u001b漢\n".getBytes(StandardCharsets.UTF_8);
        String whole = through(bytes);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(through(bytes, first, second)).isEqualTo(whole);
            }
        }
    }

    @Test
    void noBytesMakeATerminalDoAnything() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[random.nextInt(10_000)];
            random.nextBytes(bytes);
            if (i % 2 == 0) {
                bytes = HostileText.of(random, 2_000).getBytes(StandardCharsets.UTF_8);
            }
            HostileText.assertHarmless(through(bytes, bytes.length / 3, bytes.length / 2), "seed " + seed);
        }
    }

    @Test
    void whoeverPrintsLearnsThatNobodyReads() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream broken = new PrintStream(bytes) {
            @Override
            public boolean checkError() {
                return true;
            }
        };
        PrintStream output = new PrintStream(new VisibleOutput(broken), true, StandardCharsets.UTF_8);
        output.println("text");
        assertThat(output.checkError()).isTrue();
    }
}
