package dev.ristretto.build.linker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Loads an executable as a hypervisor does, from its program headers, independently of the code under test. */
final class LoadedImage {
    record Segment(int type, int flags, long offset, long virtual, long physical, long fileSize, long memorySize) {}

    final ByteBuffer file;
    final List<Segment> segments = new ArrayList<>();
    final Map<String, Long> symbols = new HashMap<>();

    LoadedImage(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long headers = file.getLong(32);
        for (int i = 0; i < file.getShort(56); i++) {
            int at = (int) headers + i * 56;
            segments.add(new Segment(
                    file.getInt(at),
                    file.getInt(at + 4),
                    file.getLong(at + 8),
                    file.getLong(at + 16),
                    file.getLong(at + 24),
                    file.getLong(at + 32),
                    file.getLong(at + 40)));
        }
        int sectionHeaders = (int) file.getLong(40);
        for (int i = 0; i < file.getShort(60); i++) {
            int at = sectionHeaders + i * 64;
            if (file.getInt(at + 4) == 2) {
                int strings = (int) file.getLong(sectionHeaders + file.getInt(at + 40) * 64 + 24);
                readSymbols((int) file.getLong(at + 24), (int) file.getLong(at + 32), strings);
            }
        }
    }

    private void readSymbols(int offset, int size, int strings) {
        for (int at = offset; at < offset + size; at += 24) {
            int start = strings + file.getInt(at);
            int end = start;
            while (file.get(end) != 0) {
                end++;
            }
            symbols.put(new String(file.array(), start, end - start, StandardCharsets.UTF_8), file.getLong(at + 8));
        }
    }

    long entry() {
        return file.getLong(24);
    }

    List<Segment> loaded() {
        return segments.stream().filter(s -> s.type() == 1).toList();
    }

    Segment segmentOf(long virtual) {
        return loaded().stream()
                .filter(s -> virtual >= s.virtual() && virtual < s.virtual() + s.memorySize())
                .findFirst()
                .orElseThrow(() -> new AssertionError("0x" + Long.toHexString(virtual) + " is not loaded"));
    }

    /** Index in the file of a virtual address. */
    int position(long virtual) {
        Segment segment = segmentOf(virtual);
        return (int) (segment.offset() + virtual - segment.virtual());
    }

    int int32(long virtual) {
        return file.getInt(position(virtual));
    }

    long int64(long virtual) {
        return file.getLong(position(virtual));
    }

    int uint8(long virtual) {
        return Byte.toUnsignedInt(file.get(position(virtual)));
    }

    String string(long virtual) {
        StringBuilder text = new StringBuilder();
        for (int at = position(virtual); file.get(at) != 0; at++) {
            text.append((char) file.get(at));
        }
        return text.toString();
    }

    long symbol(String name) {
        Long value = symbols.get(name);
        if (value == null) {
            throw new AssertionError("no symbol " + name);
        }
        return value;
    }
}
