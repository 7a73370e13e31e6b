package dev.ristretto.tools.cli.files;

import dev.ristretto.tools.cli.terminal.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * Where files are that are not this computer's own, as it is written: {@code NAME:/PATH}, or {@code KIND:NAME:/PATH}
 * where several things have the name.
 *
 * @param kind what has the name, if that was said
 * @param name of a volume, instance or image
 * @param path absolute, without empty names, "." and ".."
 * @param text as it was written
 */
record Place(Optional<Kind> kind, String name, String path, String text) {
    /** What can have files. */
    enum Kind {
        /** A disk that outlives instances. */
        VOLUME,
        /** What runs or has run. */
        INSTANCE,
        /** What instances are started from. */
        IMAGE;

        /** What stands before the name. */
        String prefix() {
            return name().toLowerCase(Locale.ROOT) + ":";
        }

        /** In a sentence. */
        String words() {
            return (this == VOLUME ? "a " : "an ") + name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String MARK = ":/";

    /** Whether a word means a place and not a path of this computer, which may begin with / or . to be told apart. */
    static boolean isMeant(String text) {
        return text.indexOf(MARK) > 0 && !text.startsWith("/") && !text.startsWith(".");
    }

    /**
     * Reads one.
     *
     * @throws Failure if it is none
     */
    static Place parse(String text) {
        if (!isMeant(text)) {
            throw new Failure("'" + text + "' is no NAME:/PATH, for example data:/logs");
        }
        int end = text.indexOf(MARK);
        String name = text.substring(0, end);
        String path = normalized(text.substring(end + 1));
        for (Kind kind : Kind.values()) {
            if (name.startsWith(kind.prefix())) {
                return new Place(Optional.of(kind), name.substring(kind.prefix().length()), path, text);
            }
        }
        return new Place(Optional.empty(), name, path, text);
    }

    private static String normalized(String path) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : path.split("/")) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    /** The same, saying what has the name. */
    String of(Kind known) {
        return known.prefix() + name + ":" + path;
    }

    /** Whether its path is in a folder, or is the folder. */
    boolean isIn(String folder) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
