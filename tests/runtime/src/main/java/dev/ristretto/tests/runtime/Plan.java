package dev.ristretto.tests.runtime;

import java.util.ArrayList;
import java.util.List;

/** The checks of one group, in order. */
final class Plan {
    private final String group;
    private final List<Expectation> checks = new ArrayList<>();

    Plan(String group) {
        this.group = group;
    }

    String group() {
        return group;
    }

    List<Expectation> checks() {
        return checks;
    }

    /** Adds a check whose body must return something equal to {@code expected}. */
    void check(String name, Object expected, Expectation.Body body) {
        checks.add(new Expectation(group + "/" + name, expected, body));
    }

    /** Adds a check whose body must return {@code true}. */
    void holds(String name, Expectation.Body body) {
        check(name, true, body);
    }

    /** Adds a check whose body must throw an exception of exactly this type. */
    void fails(String name, Class<? extends Throwable> type, Expectation.Body body) {
        check(name, type.getName(), () -> {
            try {
                return "no exception but " + body.run();
            } catch (Throwable e) {
                if (e.getClass() != type) {
                    throw e;
                }
                return e.getClass().getName();
            }
        });
    }
}
