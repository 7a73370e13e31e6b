package differential;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** What the virtual machine throws, and how it tells. */
final class ExceptionProbes {
    static final class Node {
        Node next;
        int value;
        int[] numbers;
        String text;

        Node next() {
            return next;
        }
    }

    static final class Own extends Exception {
        Own(String message, Throwable cause, boolean suppression, boolean trace) {
            super(message, cause, suppression, trace);
        }

        @Override
        public String getLocalizedMessage() {
            return "localized " + getMessage();
        }
    }

    private static final Node NODE = new Node();
    private static Object none;

    private ExceptionProbes() {}

    static void run(Probes p) {
        machine(p);
        casts(p);
        values(p);
        traces(p);
    }

    private static void machine(Probes p) {
        p.of("null method", () -> NODE.text.length());
        p.of("null field", () -> NODE.next.value);
        p.of("null array", () -> NODE.numbers[0]);
        p.of("null length", () -> NODE.numbers.length);
        p.of("null chain", () -> NODE.next().next().value);
        p.does("null store", () -> NODE.next.value = 1);
        p.does("null array store", () -> NODE.numbers[1] = 1);
        p.of("null static", () -> none.hashCode());
        p.does("null throw", () -> {
            throw (RuntimeException) none;
        });
        p.does("null lock", () -> {
            synchronized (none) {
                none.hashCode();
            }
        });
        p.of("null unboxing", () -> 1 + (Integer) none);
        p.of("null local", () -> {
            String local = NODE.text;
            return local.trim();
        });
        p.of("index", () -> new int[3][2][1].length + new int[2][p.count()].length + new int[1][1][5].length);
        p.of("index above", () -> new int[3][3]);
        p.of("index outside", () -> new int[] {1, 2, 3}[3 + p.count() * 0]);
        p.of("index negative", () -> new byte[2][-1 - p.count() * 0]);
        p.does("index store", () -> {
            long[] longs = new long[2];
            longs[2 + p.count() * 0] = 1;
        });
        p.of("arithmetic", () -> 5 % (p.count() * 0));
        p.of("negative size", () -> new int[-1 - p.count() * 0]);
        p.of("negative sizes", () -> new int[2][-3 - p.count() * 0]);
        p.of("array store", () -> {
            Object[] objects = new String[1];
            objects[0] = 1;
            return objects;
        });
        p.of("array store arrays", () -> {
            Object[][] objects = new String[1][];
            objects[0] = new Integer[0];
            return objects;
        });
        p.of("monitor wait", () -> {
            new Object().wait();
            return "";
        });
        p.does("monitor notify", () -> new Object().notify());
        p.of("stack overflow", () -> {
            try {
                return recurse(1);
            } catch (StackOverflowError e) {
                return e + " " + (e.getStackTrace().length > 100) + " " + e.getStackTrace()[5].getMethodName();
            }
        });
        p.of("array too large", () -> new long[Integer.MAX_VALUE].length);
        p.of("heap too small", () -> {
            List<byte[]> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 30]);
            }
        });
        p.of("clone", () -> new Node[] {NODE}.clone()[0] == NODE);
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    private static void casts(Probes p) {
        Object text = "text";
        p.of("cast to jdk", () -> (Integer) text);
        p.of("cast to own", () -> (Node) text);
        p.of("cast of own", () -> (Comparable<?>) (Object) NODE);
        p.of("cast own to own", () -> (Own) (Object) NODE);
        p.of("cast to array", () -> (int[]) text);
        p.of("cast of array", () -> (String) (Object) new int[0]);
        p.of("cast by class", () -> Integer.class.cast(text));
        p.of("cast to subclass", () -> Integer.class.asSubclass(String.class));
        p.of("cast to interface", () -> (Runnable) text);
        p.of("cast of lambda", () -> {
            try {
                return (Closeable) (Object) (Runnable) () -> {};
            } catch (ClassCastException e) {
                return "cannot";
            }
        });
    }

    private static void values(Probes p) {
        p.of("own", () -> {
            throw new Own("told", new IOException("cause"), true, true);
        });
        p.of("own text", () -> new Own("m", null, false, false).toString());
        p.of("no suppression", () -> {
            Own own = new Own("m", null, false, true);
            own.addSuppressed(new IOException());
            return own.getSuppressed().length;
        });
        p.of("no trace", () -> new Own("m", null, true, false).getStackTrace().length);
        p.of("suppressed", () -> {
            try (Closeable first = () -> {
                        throw new IOException("close 1");
                    };
                    Closeable second = () -> {
                        throw new IOException("close 2");
                    }) {
                throw new IllegalStateException("body");
            } catch (IllegalStateException e) {
                return List.of(e.getSuppressed());
            }
        });
        p.of("suppress itself", () -> {
            Exception e = new Exception("x");
            e.addSuppressed(e);
            return e;
        });
        p.of("cause itself", () -> {
            Exception e = new Exception("x");
            return e.initCause(e);
        });
        p.of("cause twice", () -> new Exception("x", null).initCause(new Exception("y")));
        p.of("message of cause", () -> new Exception(new IOException("y")).getMessage());
        p.of("assertion", () -> new AssertionError(5) + " " + new AssertionError((Object) new IOException("c")).getCause());
        p.of("set trace", () -> {
            Exception e = new Exception();
            e.setStackTrace(new StackTraceElement[] {null});
            return e;
        });
        p.of("require", () -> java.util.Objects.requireNonNull(none, "name"));
        p.of("require plain", () -> java.util.Objects.requireNonNull(none));
        p.of("check index", () -> java.util.Objects.checkIndex(5, 3));
        p.of("check range", () -> java.util.Objects.checkFromToIndex(2, 1, 3));
    }

    private static void traces(Probes p) {
        p.of("trace", () -> own(new IllegalStateException("x").getStackTrace()));
        p.of("trace of null", () -> {
            try {
                return NODE.text.length();
            } catch (NullPointerException e) {
                return own(e.getStackTrace());
            }
        });
        p.of("trace of constructor", () -> {
            try {
                return new Thrower();
            } catch (IllegalStateException e) {
                return own(e.getStackTrace());
            }
        });
        p.of("printed", () -> {
            StringWriter text = new StringWriter();
            Exception e = new Exception("outer", new IOException("inner"));
            e.addSuppressed(new IllegalStateException("aside"));
            e.printStackTrace(new PrintWriter(text));
            return text.toString().lines().filter(line -> !line.contains("\tat ")).map(line -> line.replaceAll("\\d+", "N")).toList();
        });
        p.of("printed loop", () -> {
            Exception first = new Exception("first");
            first.initCause(new Exception("second", first));
            StringWriter text = new StringWriter();
            first.printStackTrace(new PrintWriter(text));
            return text.toString().lines().filter(line -> line.contains("CIRCULAR")).toList();
        });
        p.of("element", () -> new StackTraceElement("loader", "module", "1", "C", "m", "C.java", 3) + " " + new StackTraceElement("C", "m", null, -2));
        p.of("frame", () -> {
            StackTraceElement frame = new Exception().getStackTrace()[0];
            return frame.getClassName() + frame.getFileName() + frame.isNativeMethod() + frame.getModuleName() + frame.getClassLoaderName();
        });
        p.of("frame of jdk", () -> {
            try {
                return List.of().iterator().next();
            } catch (java.util.NoSuchElementException e) {
                return e.getStackTrace()[0].toString().replaceAll(":\\d+", ":N");
            }
        });
        p.of("frames of jdk", () -> {
            try {
                return Integer.parseInt("x");
            } catch (NumberFormatException e) {
                return List.of(e.getStackTrace()).stream().map(StackTraceElement::getMethodName).limit(2).toList();
            }
        });
    }

    static final class Thrower {
        Thrower() {
            throw new IllegalStateException("constructor");
        }
    }

    /** The frames of this class, without lambdas' numbers. */
    private static List<String> own(StackTraceElement[] frames) {
        return List.of(frames).stream()
                .filter(frame -> frame.getClassName().startsWith("differential.Exception"))
                .map(frame -> frame.getClassName() + "." + frame.getMethodName().replaceAll("\\d+", "N") + ":" + frame.getFileName())
                .toList();
    }
}
