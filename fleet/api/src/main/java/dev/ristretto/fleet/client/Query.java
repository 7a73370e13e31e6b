package dev.ristretto.fleet.client;

import java.util.ArrayList;
import java.util.List;

/** The optional parameters of an operation. Not safe for use by several threads. */
abstract class Query {

    private final List<Pair> pairs = new ArrayList<>();

    /** A parameter with a value, neither encoded. */
    record Pair(String name, String value) {}

    final void add(String name, Object value) {
        pairs.add(new Pair(name, value.toString()));
    }

    final List<Pair> pairs() {
        return pairs;
    }
}
