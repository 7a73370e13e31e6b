package dev.ristretto.tools.tracer;

import java.util.Comparator;

/**
 * One thing that an application has used by its name.
 *
 * @param subject the name of a type (as {@link Class#getTypeName()} has it), resource or bundle; the interfaces of a
 *     proxy, separated by commas
 * @param detail a field's name, a method's name with parameter types in parentheses, the name of a key of the metadata
 *     that is true, or empty
 */
record TracedUse(Kind kind, String subject, String detail) implements Comparable<TracedUse> {
    private static final Comparator<TracedUse> ORDER = Comparator.comparing(TracedUse::kind)
            .thenComparing(TracedUse::subject)
            .thenComparing(TracedUse::detail);

    /** What it is. */
    enum Kind {
        TYPE,
        FLAG,
        FIELD,
        METHOD,
        PROXY,
        RESOURCE,
        BUNDLE
    }

    @Override
    public int compareTo(TracedUse other) {
        return ORDER.compare(this, other);
    }
}
