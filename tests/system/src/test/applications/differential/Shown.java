package differential;

import java.lang.reflect.Array;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.StringJoiner;
import java.util.stream.BaseStream;

/** Results as text: arrays and sequences by their elements, exceptions by class and message, in ASCII on one line. */
final class Shown {
    private static final int MOST_BYTES = 96;

    private Shown() {}

    static String of(Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes when bytes.length > MOST_BYTES ->
                bytes.length + " bytes " + Integer.toHexString(java.util.Arrays.hashCode(bytes));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Throwable thrown -> thrown(thrown);
            case Object array when array.getClass().isArray() -> array(array);
            case BaseStream<?, ?> stream -> elements(stream.iterator());
            case Enumeration<?> enumeration -> elements(enumeration.asIterator());
            case Iterator<?> iterator -> elements(iterator);
            default -> value.toString();
        };
    }

    private static String thrown(Throwable thrown) {
        String cause = thrown.getCause() == null || thrown.getCause() == thrown ? "" : " <- " + of(thrown.getCause());
        String message = thrown.getMessage();
        if (message != null && thrown.getCause() != null && message.equals(thrown.getCause().toString())) {
            message = "";
        }
        return thrown.getClass().getName() + (message == null ? "" : ": " + message) + cause;
    }

    private static String array(Object array) {
        StringJoiner elements = new StringJoiner(", ", "[", "]");
        for (int index = 0; index < Array.getLength(array); index++) {
            elements.add(of(Array.get(array, index)));
        }
        return elements.toString();
    }

    private static String elements(Iterator<?> iterator) {
        StringJoiner elements = new StringJoiner(", ", "<", ">");
        iterator.forEachRemaining(element -> elements.add(of(element)));
        return elements.toString();
    }

    static String line(String text) {
        StringBuilder line = new StringBuilder();
        for (char character : text.toCharArray()) {
            switch (character) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                default -> {
                    if (character >= ' ' && character < 0x7f) {
                        line.append(character);
                    } else {
                        line.append("\\u%04x".formatted((int) character));
                    }
                }
            }
        }
        return line.toString();
    }
}
