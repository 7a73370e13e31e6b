package dev.ristretto.tools.tracer;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** All that has been found so far. Thread-safe. */
final class Findings {
    private final Set<Finding> all = ConcurrentHashMap.newKeySet();

    boolean contains(Finding finding) {
        return all.contains(finding);
    }

    void add(Finding finding) {
        all.add(finding);
    }

    int size() {
        return all.size();
    }

    SortedSet<Finding> sorted() {
        return new TreeSet<>(all);
    }
}
