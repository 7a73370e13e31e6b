package dev.ristretto.build.report;

/** Names of native methods (JNI specification, "Resolving Native Method Names"). */
public final class NativeNames {
    private static final String PREFIX = "Java_";
    private static final int HEX = 16;

    private NativeNames() {}

    /** {@code Java_java_io_Console_echo} as {@code java.io.Console.echo}; an overload's signature is left out. */
    public static String decode(String symbol) {
        if (!symbol.startsWith(PREFIX)) {
            return symbol;
        }
        StringBuilder name = new StringBuilder();
        for (int i = PREFIX.length(); i < symbol.length(); i++) {
            char c = symbol.charAt(i);
            if (c != '_' || i + 1 == symbol.length()) {
                name.append(c);
                continue;
            }
            char next = symbol.charAt(i + 1);
            if (next == '_') {
                break;
            } else if (next == '1') {
                name.append('_');
                i++;
            } else if (next == '0' && i + 5 < symbol.length()) {
                name.append((char) Integer.parseInt(symbol.substring(i + 2, i + 6), HEX));
                i += 5;
            } else {
                name.append('.');
            }
        }
        return name.toString();
    }
}
