package dev.ristretto.run.vmm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The kernel command line that carries an application's environment and arguments into the guest.
 *
 * <p>Tokens are separated by one space: {@code env=KEY=VALUE} for every variable, then {@code arg=VALUE} for every argument in order.
 * Bytes of a token's UTF-8 form other than letters, digits and {@code . _ / : = , @ + -} are written {@code %XX}. The kernel ignores tokens
 * that it does not know.
 */
public final class GuestCommandLine {

    private static final String PLAIN = "._/:=,@+-";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private GuestCommandLine() {}

    /**
     * Writes the command line.
     *
     * @throws IllegalArgumentException if a variable's name is empty or contains {@code =}
     */
    public static String of(Map<String, String> environment, List<String> arguments) {
        StringJoiner line = new StringJoiner(" ");
        environment.forEach((name, value) -> {
            if (name.isEmpty() || name.contains("=")) {
                throw new IllegalArgumentException("'" + name + "' is not the name of an environment variable");
            }
            line.add("env=" + encode(name + "=" + value));
        });
        arguments.forEach(argument -> line.add("arg=" + encode(argument)));
        return line.toString();
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%');
                HEX.toHexDigits(encoded, b);
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
    }
}
