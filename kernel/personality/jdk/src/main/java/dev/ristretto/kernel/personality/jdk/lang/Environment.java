package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.abi.StartParameters;
import dev.ristretto.kernel.machine.boot.BootParameters;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an instance is started with: environment and arguments. */
public final class Environment {
    private record Variable(byte[] name, byte[] value) {
        String nameText() {
            return new String(name, StandardCharsets.UTF_8);
        }

        String valueText() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    private static final String LIBRARY_PATH = "/usr/lib64:/lib64:/lib:/usr/lib";

    private Environment() {}

    /** Where a JVM of Linux looks for libraries. */
    static String libraryPath() {
        String path = value("LD_LIBRARY_PATH");
        return path == null ? LIBRARY_PATH : path + ":" + LIBRARY_PATH;
    }

    /** The value of a variable, null if there is none of that name. */
    public static @Nullable String value(String name) {
        String value = null;
        for (Variable variable : variables()) {
            if (variable.nameText().equals(name)) {
                value = variable.valueText();
            }
        }
        return value;
    }

    /** Whether the host, if it says so, speaks the version of the interface that this image does. */
    static boolean versionMatches() {
        return parameters().versionMatches();
    }

    /** Names and values in turn, in the order of the command line; strings that are not of that form are left out. */
    static byte[][] namesAndValues() {
        List<Variable> variables = variables();
        variables.removeIf(
                variable -> !JavaOptions.propertyOf(variable.nameText()).isEmpty());
        // The JDK reads back to front and lets earlier variables win; here the last of a name counts.
        byte[][] result = new byte[2 * variables.size()][];
        int next = result.length;
        for (Variable variable : variables) {
            result[--next] = variable.value;
            result[--next] = variable.name;
        }
        return result;
    }

    /** The options of the {@code java} command that it brings. */
    static JavaOptions options() {
        Map<String, String> environment = new HashMap<>();
        Map<String, String> properties = new HashMap<>();
        for (Variable variable : variables()) {
            String property = JavaOptions.propertyOf(variable.nameText());
            if (property.isEmpty()) {
                environment.put(variable.nameText(), variable.valueText());
            } else {
                properties.put(property, variable.valueText());
            }
        }
        return JavaOptions.of(environment, properties);
    }

    /** The application's arguments. */
    static String[] arguments() {
        List<byte[]> texts = parameters().arguments();
        // No stream: its parallel half would come into every image.
        String[] arguments = new String[texts.size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = new String(texts.get(i), StandardCharsets.UTF_8);
        }
        return arguments;
    }

    private static List<Variable> variables() {
        List<Variable> result = new ArrayList<>();
        for (byte[] text : parameters().variables()) {
            int equals = 0;
            while (equals < text.length && text[equals] != '=') {
                equals++;
            }
            if (equals > 0 && equals < text.length) {
                result.add(
                        new Variable(Arrays.copyOf(text, equals), Arrays.copyOfRange(text, equals + 1, text.length)));
            }
        }
        return result;
    }

    private static StartParameters parameters() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(BootParameters.commandLine().getBytes(StandardCharsets.UTF_8));
        line.write(' ');
        line.writeBytes(BootParameters.file());
        return StartParameters.of(line.toByteArray());
    }
}
