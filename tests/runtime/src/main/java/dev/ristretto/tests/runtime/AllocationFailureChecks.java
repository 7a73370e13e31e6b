package dev.ristretto.tests.runtime;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the error of an allocation goes: handlers of the same method are what an image has to be told of. Each check
 * fills the heap with what it makes until there is no room, after most of it is taken by larger blocks.
 */
final class AllocationFailureChecks {
    private static final int HUGE = Integer.MAX_VALUE / 2;
    private static final Object LOCK = new Object();

    private static volatile Object sink;
    private static int left;

    private AllocationFailureChecks() {}

    static void plan(Plan plan) {
        plan.holds("no memory: an object's error is a Throwable", () -> full(AllocationFailureChecks::object));
        plan.holds("no memory: an array's error is an Error", () -> full(AllocationFailureChecks::array));
        plan.holds("no memory: a box's error is a VirtualMachineError", () -> full(AllocationFailureChecks::box));
        plan.holds("no memory: an element's of an array of arrays", AllocationFailureChecks::arrayOfArrays);
        plan.holds("no memory: an array's by reflection", AllocationFailureChecks::reflection);
        plan.holds("what allocates by itself is found by reflection", AllocationFailureChecks::intrinsic);
        plan.check("no memory: finally", 1, AllocationFailureChecks::atLast);
        plan.holds("no memory: an open resource is closed", AllocationFailureChecks::resource);
        plan.holds("no memory: a monitor is left", AllocationFailureChecks::block);
        plan.holds("no memory: a synchronized method is left", AllocationFailureChecks::method);
        plan.holds("no memory: the handler within comes first", AllocationFailureChecks::nested);
    }

    /** Runs something when only small objects find room, and lets it have what is left. */
    private static boolean full(Supplier<Boolean> check) {
        List<byte[]> ballast = new ArrayList<>(100_000);
        try {
            while (true) {
                ballast.add(new byte[1 << 16]);
            }
        } catch (OutOfMemoryError e) {
            // Objects of this size get it earlier than smaller ones.
        }
        boolean caught = check.get();
        ballast.clear();
        return caught;
    }

    private static boolean object() {
        Link all = null;
        try {
            while (true) {
                all = new Link(all, null);
            }
        } catch (Throwable t) {
            sink = all;
            sink = null;
            return t instanceof OutOfMemoryError;
        }
    }

    private static boolean array() {
        Object[] all = null;
        try {
            while (true) {
                Object[] next = new Object[20];
                next[0] = all;
                all = next;
            }
        } catch (Error e) {
            sink = all;
            sink = null;
            return e instanceof OutOfMemoryError;
        }
    }

    private static boolean box() {
        Link all = null;
        int count = 1000;
        try {
            while (true) {
                all = new Link(all, count++);
            }
        } catch (VirtualMachineError e) {
            sink = all;
            sink = null;
            return e instanceof OutOfMemoryError;
        }
    }

    private static boolean arrayOfArrays() {
        try {
            sink = new long[1000][HUGE];
            return false;
        } catch (Throwable t) {
            return t instanceof OutOfMemoryError;
        }
    }

    private static boolean reflection() {
        try {
            sink = Array.newInstance(long.class, HUGE);
            return false;
        } catch (Throwable t) {
            return t instanceof OutOfMemoryError;
        }
    }

    /** The compiler gives it a body of its own. */
    private static boolean intrinsic() {
        try {
            return Class.forName("jdk.internal.misc.Unsafe")
                            .getMethod("allocateInstance", Class.class)
                            .getReturnType()
                    == Object.class;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    private static int atLast() {
        left = 0;
        try {
            leave();
        } catch (OutOfMemoryError e) {
            return left;
        }
        return -1;
    }

    private static void leave() {
        try {
            sink = new long[HUGE];
        } finally {
            left++;
        }
    }

    private static boolean resource() {
        boolean[] closed = new boolean[1];
        try (AutoCloseable open = () -> closed[0] = true) {
            sink = open;
            sink = new long[HUGE];
            return false;
        } catch (Exception e) {
            return false;
        } catch (OutOfMemoryError e) {
            return closed[0];
        }
    }

    private static boolean block() {
        try {
            enter();
            return false;
        } catch (OutOfMemoryError e) {
            return !Thread.holdsLock(LOCK);
        }
    }

    private static void enter() {
        synchronized (LOCK) {
            sink = new long[HUGE];
        }
    }

    private static boolean method() {
        try {
            synchronizedMethod();
            return false;
        } catch (OutOfMemoryError e) {
            return !Thread.holdsLock(AllocationFailureChecks.class);
        }
    }

    private static synchronized void synchronizedMethod() {
        sink = new long[HUGE];
    }

    private static boolean nested() {
        int inner = 0;
        try {
            try {
                sink = new long[HUGE];
            } catch (IllegalStateException e) {
                return false;
            } catch (OutOfMemoryError e) {
                inner++;
                sink = new long[HUGE];
            }
            return false;
        } catch (Throwable t) {
            return inner == 1 && t instanceof OutOfMemoryError;
        }
    }

    private record Link(Object next, Object value) {}
}
