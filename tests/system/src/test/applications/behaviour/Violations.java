import java.lang.reflect.Field;
import sun.misc.Unsafe;

/**
 * What a program does that has been taken over: breaks the walls of its machine, with raw access and known addresses.
 */
final class Violations {

    private static final int CLONE = 56;

    private final Unsafe unsafe;
    private final long dataStart;
    private final long dataEnd;
    private final long malloc;
    private final long hostCall;
    private final long cpu;
    private final long currentThread;
    private final long stackBase;

    private Violations(String[] arguments) throws Exception {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        unsafe = (Unsafe) field.get(null);
        dataStart = Long.parseLong(arguments[1], 16);
        dataEnd = Long.parseLong(arguments[2], 16);
        malloc = Long.parseLong(arguments[3], 16);
        hostCall = Long.parseLong(arguments[4], 16);
        cpu = Long.parseLong(arguments[5], 16);
        currentThread = Long.parseLong(arguments[6], 16);
        stackBase = Long.parseLong(arguments[7], 16);
    }

    /**
     * The name of a violation, five addresses (data, its end, malloc, host_call, cpu0_block) and two offsets: of the
     * current thread in cpu0_block, and of the stack's start in the thread.
     */
    static void commit(String[] arguments) throws Exception {
        Violations violations = new Violations(arguments);
        switch (arguments[0]) {
            case "forbidden-call" -> violations.callInsteadOfMalloc(violations.hostCall);
            case "write-code" -> violations.unsafe.putLong(violations.malloc, 0);
            case "execute-data" -> violations.callInsteadOfMalloc(violations.dataStart);
            case "jump-null" -> violations.callInsteadOfMalloc(0);
            case "write-null" -> violations.unsafe.putLong(64, 0);
            default -> violations.touchGuardPage();
        }
        System.out.println("the walls did not hold");
    }

    /** Calls another function in the place of malloc(56): the kernel's data hold the pointers that calls go through. */
    private void callInsteadOfMalloc(long function) {
        for (long at = dataStart; at + 8 <= dataEnd; at += 8) {
            if (unsafe.getLong(at) == malloc) {
                unsafe.putLong(at, function);
            }
        }
        unsafe.allocateMemory(CLONE);
    }

    private void touchGuardPage() {
        long thread = unsafe.getLong(cpu + currentThread);
        unsafe.putLong(unsafe.getLong(thread + stackBase) - 8, 0);
    }
}
