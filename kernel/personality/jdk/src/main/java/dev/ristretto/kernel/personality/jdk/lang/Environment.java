package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what an instance is started with as the machine keeps it: the addresses of C strings, then a null. Those of the
 * environment are of the form {@code NAME=VALUE}.
 */
final class Environment {
    private record Variable(byte[] name, byte[] value) {
        String nameText() {
            return new String(name, StandardCharsets.UTF_8);
        }

        String valueText() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    private Environment() {}

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
        return texts(BootParameters.arguments()).stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toArray(String[]::new);
    }

    private static List<Variable> variables() {
        List<Variable> result = new ArrayList<>();
        for (byte[] text : texts(BootParameters.environment())) {
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

    private static List<byte[]> texts(long address) {
        List<byte[]> result = new ArrayList<>();
        RawMemory array = RawMemory.ofNative(address, Integer.MAX_VALUE);
        long offset = 0;
        for (long text = array.getLong(0); text != 0; text = array.getLong(offset)) {
            offset += Long.BYTES;
            result.add(text(RawMemory.ofNative(text, Integer.MAX_VALUE)));
        }
        return result;
    }

    private static byte[] text(RawMemory memory) {
        int length = 0;
        while (memory.getByte(length) != 0) {
            length++;
        }
        byte[] text = new byte[length];
        memory.get(0, text, 0, length);
        return text;
    }
}
