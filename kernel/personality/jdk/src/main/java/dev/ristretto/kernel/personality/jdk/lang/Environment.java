package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the environment as the machine keeps it: the addresses of C strings {@code NAME=VALUE}, then a null. */
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
        variables.removeIf(variable -> !JavaOptions.propertyOf(variable.nameText()).isEmpty());
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

    private static List<Variable> variables() {
        List<Variable> result = new ArrayList<>();
        RawMemory array = RawMemory.ofNative(BootParameters.environment(), Integer.MAX_VALUE);
        long offset = 0;
        for (long text = array.getLong(0); text != 0; text = array.getLong(offset)) {
            offset += Long.BYTES;
            add(result, text);
        }
        return result;
    }

    private static void add(List<Variable> result, long text) {
        RawMemory memory = RawMemory.ofNative(text, Integer.MAX_VALUE);
        int length = 0;
        int equals = -1;
        for (byte b = memory.getByte(0); b != 0; b = memory.getByte(length)) {
            if (b == '=' && equals < 0) {
                equals = length;
            }
            length++;
        }
        if (equals <= 0) {
            return;
        }
        byte[] name = new byte[equals];
        byte[] value = new byte[length - equals - 1];
        memory.get(0, name, 0, name.length);
        memory.get(equals + 1L, value, 0, value.length);
        result.add(new Variable(name, value));
    }
}
