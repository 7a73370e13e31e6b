package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.abi.CommandLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Options of the {@code java} command that the environment brings: {@code JAVA_TOOL_OPTIONS}, then {@code
 * JDK_JAVA_OPTIONS}, then variables that stand for properties. What comes
 * later wins. Source: the JDK's "java" command, "Using the JDK_JAVA_OPTIONS Launcher Environment Variable"; JVM Tool
 * Interface, "JAVA_TOOL_OPTIONS".
 */
final class JavaOptions {
    private static final List<String> VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    /** Options that choose what an image has anyway. */
    private static final List<String> WITHOUT_EFFECT = List.of("-server", "-client", "-da", "-disableassertions");

    /** The sizes that can be chosen at start. */
    enum Size {
        LARGEST_HEAP("-Xmx"),
        SMALLEST_HEAP("-Xms"),
        YOUNG_GENERATION("-Xmn"),
        STACK("-Xss");

        private final String option;

        Size(String option) {
            this.option = option;
        }

        String option() {
            return option;
        }
    }

    private final Map<String, String> properties = new TreeMap<>();
    private final Map<Size, Long> sizes = new TreeMap<>();
    private final List<String> ignored = new ArrayList<>();

    private JavaOptions() {}

    /** Reads what an environment asks for. */
    static JavaOptions of(Map<String, String> environment, Map<String, String> propertyVariables) {
        JavaOptions options = new JavaOptions();
        for (String variable : VARIABLES) {
            for (String option : words(environment.getOrDefault(variable, ""))) {
                options.add(variable, option);
            }
        }
        options.properties.putAll(propertyVariables);
        return options;
    }

    /** The name of the property that a variable of the environment stands for; empty if it is a variable. */
    static String propertyOf(String variable) {
        return variable.startsWith(CommandLine.PROPERTY) ? variable.substring(CommandLine.PROPERTY.length()) : "";
    }

    private void add(String variable, String option) {
        if (option.startsWith(CommandLine.PROPERTY) && option.length() > CommandLine.PROPERTY.length()) {
            int equals = option.indexOf('=');
            properties.put(
                    option.substring(CommandLine.PROPERTY.length(), equals < 0 ? option.length() : equals),
                    equals < 0 ? "" : option.substring(equals + 1));
            return;
        }
        for (Size size : Size.values()) {
            if (option.startsWith(size.option)) {
                OptionalLong bytes = bytes(option.substring(size.option.length()));
                if (bytes.isPresent()) {
                    sizes.put(size, bytes.getAsLong());
                } else {
                    ignored.add(variable + ": " + option + " is no size and ignored");
                }
                return;
            }
        }
        if (!WITHOUT_EFFECT.contains(option)) {
            ignored.add(variable + ": " + option + " means nothing to a unikernel and is ignored");
        }
    }

    /** Properties by name. */
    Map<String, String> properties() {
        return properties;
    }

    /** Sizes in bytes. */
    Map<Size, Long> sizes() {
        return sizes;
    }

    /** A line for each option that has no effect. */
    List<String> ignored() {
        return ignored;
    }

    /** Bytes; a letter at the end stands for a power of 1024. Empty if the text is no positive size. */
    private static OptionalLong bytes(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        int unit = "kmgt".indexOf(text.toLowerCase(Locale.ROOT).charAt(text.length() - 1)) + 1;
        try {
            long count = Long.parseLong(unit == 0 ? text : text.substring(0, text.length() - 1));
            long bytes = Math.multiplyExact(count, 1L << 10 * unit);
            return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Splits at white space; what stands in quotes, single or double, stays together, and the quotes go. */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
