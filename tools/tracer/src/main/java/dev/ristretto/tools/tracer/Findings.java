package dev.ristretto.tools.tracer;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** All that has been found so far. Thread-safe. */
final class Findings {
    private final Set<TracedUse> all = ConcurrentHashMap.newKeySet();

    boolean contains(TracedUse finding) {
        return all.contains(finding);
    }

    void add(TracedUse finding) {
        all.add(finding);
    }

    int size() {
        return all.size();
    }

    SortedSet<TracedUse> sorted() {
        return new TreeSet<>(all);
    }
}
