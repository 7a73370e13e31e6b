package dev.ristretto.tests.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the Java runtime below does what Java promises.
 *
 * <p>The arguments name groups of checks, {@code core} stands for those that need neither files nor network, and none
 * for all. Prints a line for each check and a summary; the exit status is 0 where all passed, 1 where some failed and 2
 * where a group is unknown or a check does not end.
 */
public final class Check {
    private Check() {}

    /** Runs the named groups. */
    public static void main(String[] arguments) {
        List<Plan> plans = new ArrayList<>();
        for (String name : arguments.length == 0 ? new String[] {"all"} : arguments) {
            List<Plan> named = Groups.named(name);
            if (named.isEmpty()) {
                System.err.println("There is no group " + name + "; there are all, core, " + Groups.names());
                System.exit(2);
            }
            plans.addAll(named);
        }
        Report report = new Report(System.out);
        for (Plan plan : plans) {
            plan.checks().forEach(report::run);
        }
        System.exit(report.finish() ? 0 : 1);
    }
}
