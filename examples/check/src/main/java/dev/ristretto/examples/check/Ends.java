package dev.ristretto.examples.check;

import java.lang.reflect.Field;
import java.util.concurrent.CountDownLatch;
import sun.misc.Unsafe;

/**
 * Ways for a program to end, each named by an argument {@code end:NAME}, for those who watch from outside what becomes of
 * an instance.
 */
final class Ends {
    static final String PREFIX = "end:";

    /** Where the kernel book puts the image; its first pages are code. */
    private static final long IMAGE_CODE = 0x0000_1000_0020_0000L;

    private static final long UNMAPPED = 0x0000_0800_0000_0000L;

    private Ends() {}

    /** Ends as {@code name} says; returns only if there is no such end. */
    static void end(String name) throws ReflectiveOperationException, InterruptedException {
        switch (name) {
            case "exit" -> System.exit(7);
            case "exit-255" -> System.exit(255);
            case "uncaught" -> throw new IllegalStateException("nobody catches this");
            case "null-page" -> unsafe().putLong(8, 1);
            case "write-code" -> unsafe().putLong(IMAGE_CODE, 0);
            case "unmapped" -> unsafe().putLong(UNMAPPED, 1);
            case "wait" -> waitForEver();
            default -> {}
        }
    }

    private static void waitForEver() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopping")));
        System.out.println("waiting");
        new CountDownLatch(1).await();
    }

    private static Unsafe unsafe() throws ReflectiveOperationException {
        Field field = Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return (Unsafe) field.get(null);
    }
}
