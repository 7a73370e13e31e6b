package dev.ristretto.tests.runtime;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Unsafe;

/** The collector under stress, and recovery from a full heap. Bounded to about 700 MB allocated. */
final class MemoryChecks {
    /** How often a thread that fills the heap catches its error. */
    private static final int ERRORS = 3;

    private static volatile Object sink;

    private MemoryChecks() {}

    static void plan(Plan plan) {
        plan.fails("array too large for the heap", OutOfMemoryError.class, () -> {
            sink = new long[Integer.MAX_VALUE / 2];
            return sink;
        });
        plan.fails("C memory beyond any machine's", OutOfMemoryError.class, () -> {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return ((Unsafe) field.get(null)).allocateMemory(1L << 60);
        });
        plan.holds("full heap is recovered from", () -> {
            boolean full = fill();
            byte[] after = new byte[100_000];
            return full && after.length == 100_000;
        });
        plan.holds("full heap is recovered from again", MemoryChecks::fill);
        plan.check("threads that go on with a full heap", 3 * ERRORS, MemoryChecks::overfill);
        plan.check("array copies that overlap", 0, () -> {
            int wrong = 0;
            for (int length = 0; length <= 300; length++) {
                for (int to : new int[] {0, 1, 63, 64, 65, 127, 129, 300}) {
                    byte[] bytes = new byte[700];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) (i * 31 >> 3);
                    }
                    byte[] before = bytes.clone();
                    System.arraycopy(bytes, 64, bytes, to, length);
                    for (int i = 0; i < bytes.length; i++) {
                        wrong += bytes[i] == before[i >= to && i < to + length ? i - to + 64 : i] ? 0 : 1;
                    }
                }
            }
            return wrong;
        });
        plan.check("survivors keep their contents", 0, () -> {
            byte[][] kept = new byte[512][];
            Random random = new Random(1);
            long allocated = 0;
            for (int i = 0; allocated < 300_000_000; i++) {
                byte[] block = new byte[64 + random.nextInt(16_384)];
                block[0] = (byte) i;
                block[block.length - 1] = (byte) i;
                if ((i & 7) == 0) {
                    kept[i >> 3 & 511] = block;
                }
                allocated += block.length;
            }
            int wrong = 0;
            for (byte[] block : kept) {
                wrong += block[0] == block[block.length - 1] ? 0 : 1;
            }
            return wrong;
        });
        plan.check("new objects are zeroed", 0L, () -> {
            long found = 0;
            for (int i = 0; i < 2000; i++) {
                found |= bitsOfNewArray(1000 + i % 7);
            }
            return found;
        });
        // The memory of large arrays goes back to the kernel when they are collected.
        plan.check("large arrays are zeroed where others have been", 0L, () -> {
            long found = 0;
            for (int round = 0; round < 12; round++) {
                for (int i = 0; i < 6; i++) {
                    found |= bitsOfNewArray(1 << 17);
                }
                System.gc();
            }
            return found;
        });
        plan.holds("direct buffers may have as much as half of the heap", MemoryChecks::holdDirectBuffers);
        plan.holds("no room for direct buffers is recovered from", () -> {
            boolean full = fillWithDirectBuffers();
            return full && holdDirectBuffers();
        });
        plan.check("direct buffers that nobody has any more make room", 400, () -> {
            int count = 0;
            for (; count < 400; count++) {
                ByteBuffer.allocateDirect(1 << 20).put(0, (byte) 1);
            }
            return count;
        });
        plan.check("memory of the heap is lent and comes back", 4, () -> {
            int rounds = 0;
            while (rounds < 4 && holdDirectBuffers() && fill()) {
                rounds++;
            }
            return rounds;
        });
        plan.check("linked objects survive collections", 1_249_975_000L, () -> {
            List<Object[]> list = new LinkedList<>();
            long sum = 0;
            for (int round = 0; round < 5; round++) {
                list.clear();
                for (int i = 0; i < 50_000; i++) {
                    list.add(new Object[] {i, "text " + i});
                }
                System.gc();
                sum = 0;
                for (Object[] pair : list) {
                    sum += (Integer) pair[0];
                }
            }
            return sum;
        });
        plan.check("four threads allocate at once", 4, () -> {
            AtomicInteger sound = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int seed = t;
                threads.add(new Thread(() -> {
                    if (allocates(seed)) {
                        sound.incrementAndGet();
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return sound.get();
        });
    }

    /** The bits that are set in a new array, which is then filled so that whoever gets its memory next would see it. */
    private static long bitsOfNewArray(int length) {
        long[] block = new long[length];
        long found = 0;
        for (long value : block) {
            found |= value;
        }
        Arrays.fill(block, -1);
        sink = block;
        return found;
    }

    private static boolean holdDirectBuffers() {
        long wanted = Runtime.getRuntime().maxMemory() / 2 >> 20;
        List<ByteBuffer> buffers = new ArrayList<>();
        while (buffers.size() < wanted) {
            buffers.add(ByteBuffer.allocateDirect(1 << 20).put(0, (byte) buffers.size()));
        }
        for (int i = 0; i < wanted; i++) {
            if (buffers.get(i).get(0) != (byte) i) {
                return false;
            }
        }
        return true;
    }

    private static boolean fillWithDirectBuffers() {
        List<ByteBuffer> buffers = new ArrayList<>();
        try {
            while (true) {
                buffers.add(ByteBuffer.allocateDirect(1 << 20));
            }
        } catch (OutOfMemoryError e) {
            buffers.clear();
            return true;
        }
    }

    private static boolean fill() {
        List<byte[]> blocks = new ArrayList<>();
        try {
            while (true) {
                blocks.add(new byte[1 << 18]);
            }
        } catch (OutOfMemoryError e) {
            blocks.clear();
            return true;
        }
    }

    /** Threads that catch the error, free nothing and go on: they get no more than there is room to collect. */
    private static int overfill() throws InterruptedException {
        AtomicInteger errors = new AtomicInteger();
        // All begin, then all are done, then all have let go: to start, and to join, takes memory in this thread.
        AtomicInteger steps = new AtomicInteger();
        int[] sizes = {1000, 40_000, 200_000};
        List<Thread> threads = new ArrayList<>();
        for (int size : sizes) {
            Object[] kept = new Object[300_000];
            threads.add(new Thread(() -> {
                steps.incrementAndGet();
                await(steps, sizes.length);
                for (int i = 0; i < ERRORS; i++) {
                    errors.addAndGet(fill(kept, size));
                }
                steps.incrementAndGet();
                await(steps, 2 * sizes.length);
                Arrays.fill(kept, null);
                steps.incrementAndGet();
            }));
        }
        threads.forEach(Thread::start);
        await(steps, 3 * sizes.length);
        for (Thread thread : threads) {
            thread.join();
        }
        return errors.get();
    }

    /** Waits without a monitor, since that takes memory. */
    private static void await(AtomicInteger steps, int wanted) {
        while (steps.get() < wanted) {
            Thread.onSpinWait();
        }
    }

    /** Fills what is free of {@code kept}, and returns 1 when there is no memory for that. */
    private static int fill(Object[] kept, int size) {
        try {
            for (int i = 0; i < kept.length; i++) {
                if (kept[i] == null) {
                    kept[i] = new byte[size];
                }
            }
            return 0;
        } catch (OutOfMemoryError e) {
            return 1;
        }
    }

    private static boolean allocates(int seed) {
        Random random = new Random(seed);
        int[][] kept = new int[64][];
        for (int i = 0; i < 10_000; i++) {
            int[] block = new int[1 + random.nextInt(2000)];
            block[block.length - 1] = i;
            kept[i & 63] = block;
        }
        for (int i = 0; i < 64; i++) {
            if ((kept[i][kept[i].length - 1] & 63) != i) {
                return false;
            }
        }
        return true;
    }
}
