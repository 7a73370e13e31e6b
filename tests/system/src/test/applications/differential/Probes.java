package differential;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** Runs probes one after the other and prints what they return or throw. */
final class Probes {
    private static final long PATIENCE_SECONDS = 120;

    /** Identity hash codes, where the JDK prints some. */
    private static final Pattern HASH = Pattern.compile("@[0-9a-f]{5,8}\\b");

    private final PrintStream output;
    private String area = "";
    private int count;

    Probes(PrintStream output) {
        this.output = output;
    }

    /** What has a result. */
    interface Expression {
        Object value() throws Throwable;
    }

    /** What has no result of its own. */
    interface Action {
        void run() throws Throwable;
    }

    void area(String name) {
        area = name;
    }

    int count() {
        return count;
    }

    /** Probes what an expression gives. */
    void of(String name, Expression body) {
        count++;
        AtomicReference<String> result = new AtomicReference<>("does not end");
        Thread thread = new Thread(null, () -> result.set(result(body)), "probe");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            result.set("the main thread was interrupted");
        }
        output.println(area + "." + Shown.line(name) + " = " + Shown.line(HASH.matcher(result.get()).replaceAll("@hash")));
        output.flush();
    }

    /** Probes what a statement throws, if anything. */
    void does(String name, Action body) {
        of(name, () -> {
            body.run();
            return "done";
        });
    }

    private static String result(Expression body) {
        try {
            return Shown.of(body.value());
        } catch (Throwable e) {
            return Shown.of(e);
        }
    }
}
