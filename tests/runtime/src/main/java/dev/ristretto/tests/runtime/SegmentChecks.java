package dev.ristretto.tests.runtime;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory segments, on the heap and beside it. */
final class SegmentChecks {
    private static final ValueLayout.OfInt BIG =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int LENGTH = 1000;

    private SegmentChecks() {}

    static void plan(Plan plan) {
        plan.check("segment of an array", (byte) 2, () -> MemorySegment.ofArray(new byte[] {1, 2})
                .get(ValueLayout.JAVA_BYTE, 1));
        plan.fails("segment outside of an array", IndexOutOfBoundsException.class, () -> MemorySegment.ofArray(
                        new byte[2])
                .get(ValueLayout.JAVA_BYTE, 2));
        plan.fails("segment that is not aligned", IllegalArgumentException.class, () -> {
            try (Arena arena = Arena.ofConfined()) {
                return arena.allocate(16, 8).get(ValueLayout.JAVA_LONG, 4);
            }
        });
        plan.check("segment: all kinds of values", "1 -2 x 3 -4 5.5 -6.5 true", SegmentChecks::values);
        plan.check("segment: order of bytes", "1020304 4030201", () -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(5);
                segment.set(BIG, 1, 0x01020304);
                return Integer.toHexString(segment.get(BIG, 1)) + " "
                        + Integer.toHexString(segment.get(ValueLayout.JAVA_INT_UNALIGNED, 1));
            }
        });
        plan.check("segment: text", "h\u00e9", () -> {
            try (Arena arena = Arena.ofConfined()) {
                return arena.allocateFrom("h\u00e9").getString(0);
            }
        });
        plan.fails("segment that is closed", IllegalStateException.class, () -> {
            Arena arena = Arena.ofConfined();
            MemorySegment segment = arena.allocate(16);
            arena.close();
            return segment.get(ValueLayout.JAVA_LONG, 8);
        });
        plan.fails("segment that is only read", IllegalArgumentException.class, () -> {
            MemorySegment.ofArray(new byte[1]).asReadOnly().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            return "written";
        });
        plan.check("segment of a buffer", 7, () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(8);
            MemorySegment.ofBuffer(buffer).set(ValueLayout.JAVA_INT_UNALIGNED, 1, 7);
            return buffer.order(ByteOrder.nativeOrder()).getInt(1);
        });
        plan.check("segments: fill, copy, mismatch", "771 4 12", () -> {
            MemorySegment filled = Arena.ofAuto().allocate(8, 8);
            filled.fill((byte) 3);
            MemorySegment copied = MemorySegment.ofArray(new int[4]);
            MemorySegment.copy(MemorySegment.ofArray(new int[] {1, 2, 3, 4}), 0, copied, 0, 16);
            return filled.get(ValueLayout.JAVA_SHORT, 2) + " " + copied.getAtIndex(ValueLayout.JAVA_INT, 3) + " "
                    + copied.mismatch(MemorySegment.ofArray(new int[] {1, 2, 3, 5}));
        });
        plan.check("segment: a member of a structure", 9, () -> {
            StructLayout point = MemoryLayout.structLayout(
                    ValueLayout.JAVA_INT.withName("x"), ValueLayout.JAVA_INT.withName("y"));
            VarHandle y = point.varHandle(PathElement.groupElement("y"));
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(point);
                y.set(segment, 0L, 9);
                return segment.get(ValueLayout.JAVA_INT, 4);
            }
        });
        plan.check("segment: atomic changes", "true false 5 12", () -> {
            VarHandle value = ValueLayout.JAVA_LONG.varHandle();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment segment = arena.allocate(16, 8);
                boolean first = value.compareAndSet(segment, 8L, 0L, 5L);
                boolean second = value.compareAndSet(segment, 8L, 0L, 6L);
                return first + " " + second + " " + (long) value.getAndAdd(segment, 8L, 7L) + " "
                        + (long) value.getVolatile(segment, 8L);
            }
        });
        plan.check("segment: sum of many", 499_500L, () -> {
            MemorySegment segment = MemorySegment.ofArray(new long[LENGTH]);
            long sum = 0;
            for (int i = 0; i < LENGTH; i++) {
                segment.setAtIndex(ValueLayout.JAVA_LONG, i, i);
                sum += segment.getAtIndex(ValueLayout.JAVA_LONG, i);
            }
            return sum;
        });
    }

    private static String values() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = arena.allocate(64, 8);
            segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
            segment.set(ValueLayout.JAVA_SHORT, 2, (short) -2);
            segment.set(ValueLayout.JAVA_CHAR, 4, 'x');
            segment.set(ValueLayout.JAVA_INT, 8, 3);
            segment.set(ValueLayout.JAVA_LONG, 16, -4);
            segment.set(ValueLayout.JAVA_FLOAT, 24, 5.5f);
            segment.set(ValueLayout.JAVA_DOUBLE, 32, -6.5);
            segment.set(ValueLayout.JAVA_BOOLEAN, 40, true);
            return segment.get(ValueLayout.JAVA_BYTE, 0) + " " + segment.get(ValueLayout.JAVA_SHORT, 2) + " "
                    + segment.get(ValueLayout.JAVA_CHAR, 4) + " " + segment.get(ValueLayout.JAVA_INT, 8) + " "
                    + segment.get(ValueLayout.JAVA_LONG, 16) + " " + segment.get(ValueLayout.JAVA_FLOAT, 24) + " "
                    + segment.get(ValueLayout.JAVA_DOUBLE, 32) + " " + segment.get(ValueLayout.JAVA_BOOLEAN, 40);
        }
    }
}
