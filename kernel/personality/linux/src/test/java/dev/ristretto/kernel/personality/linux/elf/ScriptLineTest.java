package dev.ristretto.kernel.personality.linux.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ScriptLineTest {
    @Test
    void allBehindThePathIsOneArgument() throws Exception {
        assertThat(read("#!/bin/sh\necho\n")).isEqualTo(new ScriptLine("/bin/sh", null));
        assertThat(read("#! \t/usr/bin/env  python3 -u \t\nx")).isEqualTo(new ScriptLine("/usr/bin/env", "python3 -u"));
        assertThat(read("#!/bin/sh -e")).isEqualTo(new ScriptLine("/bin/sh", "-e"));
        assertThat(read("#!/bin/sh ")).isEqualTo(new ScriptLine("/bin/sh", null));
        assertThat(read("#!/bin/sh\0 -e\n")).isEqualTo(new ScriptLine("/bin/sh", null));
    }

    @Test
    void aPathThatMayGoOnIsRefusedButALongArgumentIsCut() throws Exception {
        assertRefused("#!/" + "a".repeat(300) + "\n");
        assertThat(read("#!/" + "a".repeat(252) + "\n").interpreter()).hasSize(253);
        assertThat(read("#!/bin/sh " + "b".repeat(300) + "\n").argument()).hasSize(245);
    }

    @Test
    void withoutAPathThereIsNoProgram() {
        assertRefused("#!");
        assertRefused("#!\n/bin/sh");
        assertRefused("#!  \t \n");
        assertRefused("#!" + " ".repeat(400));
    }

    private static ScriptLine read(String text) throws PosixException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(ScriptLine.isScript(bytes)).isTrue();
        return ScriptLine.read(bytes);
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(PosixException.class)
                .isThrownBy(() -> read(text))
                .satisfies(failure -> assertThat(failure.errno()).isEqualTo(Errno.ENOEXEC));
    }
}
