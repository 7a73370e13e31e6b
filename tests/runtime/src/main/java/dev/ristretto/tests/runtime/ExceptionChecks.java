package dev.ristretto.tests.runtime;

import java.util.ArrayList;
import java.util.List;

/** Exceptions: their types, messages, traces and causes, and recovery from a stack overflow. */
final class ExceptionChecks {
    private static int depth;

    private ExceptionChecks() {}

    static void plan(Plan plan) {
        plan.check("trace names the frames", "descend descend descend descend", () -> {
            try {
                return descend(3);
            } catch (IllegalStateException e) {
                StackTraceElement[] trace = e.getStackTrace();
                return trace[0].getMethodName() + " " + trace[1].getMethodName() + " " + trace[2].getMethodName() + " "
                        + trace[3].getMethodName();
            }
        });
        plan.holds("trace has file and line", () -> {
            try {
                return descend(0);
            } catch (IllegalStateException e) {
                StackTraceElement top = e.getStackTrace()[0];
                return top.getFileName().equals("ExceptionChecks.java")
                        && top.getLineNumber() > 0
                        && top.getClassName().equals(ExceptionChecks.class.getName());
            }
        });
        plan.check("cause and suppressed", "outer inner closing", () -> {
            try (AutoCloseable resource = () -> {
                throw new IllegalArgumentException("closing");
            }) {
                throw new IllegalStateException("outer", new RuntimeException("inner"));
            } catch (IllegalStateException e) {
                return e.getMessage() + " " + e.getCause().getMessage() + " " + e.getSuppressed()[0].getMessage();
            }
        });
        plan.check("finally runs in order", "[try, inner, outer]", () -> {
            List<String> order = new ArrayList<>();
            try {
                try {
                    order.add("try");
                    throw new IllegalStateException();
                } finally {
                    order.add("inner");
                }
            } catch (IllegalStateException e) {
                order.add("outer");
            }
            return order.toString();
        });
        plan.fails("null dereference", NullPointerException.class, () -> nothing().hashCode());
        plan.check("array index", "Index 7 out of bounds for length 3", () -> {
            try {
                int[] numbers = new int[3];
                return numbers[number("7")];
            } catch (ArrayIndexOutOfBoundsException e) {
                return e.getMessage();
            }
        });
        plan.check("division by zero", "/ by zero", () -> {
            try {
                return 5 / number("0");
            } catch (ArithmeticException e) {
                return e.getMessage();
            }
        });
        plan.holds("class cast names both", () -> {
            try {
                return ((Integer) text()) == 1;
            } catch (ClassCastException e) {
                return e.getMessage().contains("java.lang.String")
                        && e.getMessage().contains("java.lang.Integer");
            }
        });
        plan.fails("array store", ArrayStoreException.class, () -> {
            Object[] array = new Integer[number("1")];
            array[0] = text();
            return array;
        });
        plan.fails("negative array size", NegativeArraySizeException.class, () -> new int[number("-1")]);
        plan.fails("number format", NumberFormatException.class, () -> number("x"));
        plan.holds("stack overflow is caught", ExceptionChecks::overflows);
        plan.holds("stack overflow is caught again", ExceptionChecks::overflows);
        plan.holds("stack overflow on another thread", () -> {
            boolean[] caught = {false};
            Thread thread = new Thread(() -> caught[0] = overflows());
            thread.start();
            thread.join();
            return caught[0];
        });
        plan.check("uncaught handler", "gone wrong", () -> {
            String[] message = {null};
            Thread thread = new Thread(() -> {
                throw new IllegalStateException("gone wrong");
            });
            thread.setUncaughtExceptionHandler((where, what) -> message[0] = what.getMessage());
            thread.start();
            thread.join();
            return message[0];
        });
        plan.check("stack walker", "walk", ExceptionChecks::walk);
        plan.check("10,000 exceptions", 10_000, () -> {
            int caught = 0;
            for (int i = 0; i < 10_000; i++) {
                try {
                    descend(2);
                } catch (IllegalStateException e) {
                    caught++;
                }
            }
            return caught;
        });
    }

    private static int descend(int levels) {
        if (levels == 0) {
            throw new IllegalStateException("bottom");
        }
        return descend(levels - 1) + 1;
    }

    private static boolean overflows() {
        depth = 0;
        try {
            return overflow(1) < 0;
        } catch (StackOverflowError e) {
            return depth > 500;
        }
    }

    private static long overflow(long number) {
        depth++;
        return overflow(number + 1) * number + overflow(number - 1);
    }

    private static String walk() {
        return StackWalker.getInstance()
                .walk(frames -> frames.findFirst().orElseThrow().getMethodName());
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private static Object nothing() {
        return System.getProperty("no.such.property");
    }

    private static Object text() {
        return System.getProperty("java.version");
    }
}
