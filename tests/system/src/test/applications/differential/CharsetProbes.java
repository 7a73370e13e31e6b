package differential;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Charsets: all that the JDK has. */
final class CharsetProbes {
    private static final String[] NAMES = {
        "windows-1252", "windows-1251", "ISO-8859-15", "ISO-8859-2", "Shift_JIS", "EUC-JP", "ISO-2022-JP", "GBK", "GB18030", "Big5",
        "EUC-KR", "KOI8-R", "IBM850", "IBM037", "UTF-32", "UTF-32LE", "UTF-16", "UTF-16LE", "CESU-8", "TIS-620", "x-MacRoman",
        "windows-31j", "ISO-2022-KR", "x-windows-874", "JIS_X0201", "US-ASCII", "UTF-7", "bad name!"
    };

    private CharsetProbes() {}

    static void run(Probes p) {
        for (String name : NAMES) {
            p.of(name, () -> {
                Charset charset = Charset.forName(name);
                byte[] bytes = "A\u00e9\u20ac\u0416\u3042\u4e2d\ud55c\ud83d\ude00".getBytes(charset);
                byte[] all = new byte[256];
                for (int index = 0; index < all.length; index++) {
                    all[index] = (byte) index;
                }
                return charset.name() + charset.aliases().size() + " " + Shown.of(bytes) + " " + new String(all, charset).hashCode();
            });
        }
        p.of("available", () -> Charset.availableCharsets().size());
        p.of("all", () -> String.join(" ", Charset.availableCharsets().keySet()).hashCode());
        p.of("default", Charset::defaultCharset);
        p.of("null", () -> Charset.forName(null));
        p.of("or default", () -> Charset.forName("nope", StandardCharsets.UTF_8));
        p.of("alias", () -> Charset.forName("latin1") + " " + Charset.forName("cp1252") + " " + Charset.forName("ascii"));
        p.of("registered", () -> Charset.forName("windows-1252").isRegistered() + Charset.forName("GBK").displayName());
        p.of("contains", () -> StandardCharsets.UTF_8.contains(StandardCharsets.US_ASCII));
        p.of("encoder", () -> {
            CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();
            return encoder.canEncode('\u20ac') + " " + encoder.maxBytesPerChar() + " " + Arrays.toString(encoder.replacement());
        });
        p.of("unmappable", () -> StandardCharsets.US_ASCII.newEncoder().encode(CharBuffer.wrap("\u00e9")));
        p.of("malformed", () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) 0xC3, 0x28})));
        p.of("replaced", () -> new String(new byte[] {65, (byte) 0xF0, (byte) 0x9F, 66, (byte) 0xFF}, StandardCharsets.UTF_8));
        p.of("ignored", () -> StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.IGNORE)
                .decode(ByteBuffer.wrap(new byte[] {65, (byte) 0xFF, 66})));
        p.of("by steps", () -> {
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            CharBuffer output = CharBuffer.allocate(1);
            return decoder.decode(ByteBuffer.wrap("ab".getBytes(StandardCharsets.UTF_8)), output, true) + " " + decoder.flush(output);
        });
        p.of("wrong order", () -> {
            CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
            return encoder.flush(ByteBuffer.allocate(1));
        });
        p.of("bom", () -> new String(new byte[] {(byte) 0xFF, (byte) 0xFE, 65, 0}, StandardCharsets.UTF_16));
        p.of("decoder of charset", () -> Charset.forName("Shift_JIS").newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) 0x82, (byte) 0xA0})));
        p.of("reader", () -> {
            var bytes = new java.io.ByteArrayInputStream("\u4e2d\u6587".getBytes("GBK"));
            return new java.io.BufferedReader(new java.io.InputStreamReader(bytes, "GBK")).readLine();
        });
        p.of("writer", () -> {
            var bytes = new java.io.ByteArrayOutputStream();
            try (var writer = new java.io.OutputStreamWriter(bytes, "ISO-2022-JP")) {
                writer.write("\u3042A");
            }
            return bytes.toByteArray();
        });
        p.of("unsupported", () -> "x".getBytes("x-none"));
        p.of("url encoded", () -> java.net.URLEncoder.encode("\u00e9 &", Charset.forName("windows-1252")));
        p.of("system", () -> System.getProperty("native.encoding") + System.getProperty("file.encoding") + System.getProperty("stdout.encoding"));
    }
}
