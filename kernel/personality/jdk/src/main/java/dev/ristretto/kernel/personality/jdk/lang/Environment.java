package dev.ristretto.kernel.personality.jdk.lang;

import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.util.ArrayList;
import java.util.List;

/** Reads the environment as the machine keeps it: the addresses of C strings {@code NAME=VALUE}, then a null. */
final class Environment {
    private Environment() {}

    /** Names and values in turn, in the order of the command line; strings that are not of that form are left out. */
    static byte[][] namesAndValues() {
        List<byte[]> result = new ArrayList<>();
        RawMemory array = RawMemory.ofNative(BootParameters.environment(), Integer.MAX_VALUE);
        long offset = 0;
        for (long text = array.getLong(0); text != 0; text = array.getLong(offset)) {
            offset += Long.BYTES;
            add(result, text);
        }
        // The JDK reads back to front and lets earlier variables win; here the last of a name counts.
        return reversedPairs(result);
    }

    private static void add(List<byte[]> result, long text) {
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
        result.add(name);
        result.add(value);
    }

    private static byte[][] reversedPairs(List<byte[]> pairs) {
        byte[][] reversed = new byte[pairs.size()][];
        for (int i = 0; i < reversed.length; i += 2) {
            reversed[i] = pairs.get(reversed.length - 2 - i);
            reversed[i + 1] = pairs.get(reversed.length - 1 - i);
        }
        return reversed;
    }
}
