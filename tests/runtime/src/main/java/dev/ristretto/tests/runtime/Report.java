package dev.ristretto.tests.runtime;

import java.io.PrintStream;

/** Runs checks and prints how they end. A check that does not end within two minutes ends the program with status 2. */
final class Report {
    private static final long LIMIT_MILLISECONDS = 120_000;

    private final PrintStream out;
    private int passed;
    private int failed;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Runs one check and prints a line for it. */
    void run(Expectation check) {
        Thread watch = watch(check.name());
        Expectation.Outcome outcome = check.run();
        watch.interrupt();
        String time = " (" + outcome.nanoseconds() / 1000 + " us)";
        if (outcome.passed()) {
            passed++;
            out.println("PASS " + check.name() + time);
        } else {
            failed++;
            out.println("FAIL " + check.name() + ": " + outcome.complaint() + time);
            if (outcome.thrown() != null) {
                outcome.thrown().printStackTrace(out);
            }
        }
    }

    /** Prints the summary; whether all passed. */
    boolean finish() {
        out.println(passed + " passed, " + failed + " failed");
        out.flush();
        return failed == 0;
    }

    private Thread watch(String name) {
        Thread watch = new Thread(() -> {
            try {
                Thread.sleep(LIMIT_MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
            out.println("FAIL " + name + ": it has not ended after " + LIMIT_MILLISECONDS / 1000 + " s");
            out.flush();
            Runtime.getRuntime().halt(2);
        });
        watch.setDaemon(true);
        watch.start();
        return watch;
    }
}
