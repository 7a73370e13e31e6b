package dev.ristretto.tools.cli.host;

import java.util.List;
import java.util.Set;

/** What the commands are called. */
public final class CommandNames {

    private static final List<String> NAMES = List.of(
            "init",
            "build",
            "trace",
            "run",
            "ps",
            "logs",
            "stats",
            "top",
            "start",
            "stop",
            "restart",
            "rm",
            "wait",
            "events",
            "service",
            "up",
            "down",
            "diff",
            "console",
            "images",
            "rmi",
            "inspect",
            "volume",
            "ls",
            "cat",
            "cp",
            "system",
            "daemon",
            "context",
            "token",
            "audit",
            "doctor",
            "version",
            "completion",
            "help",
            "__names");

    /** These tell about the others. */
    private static final Set<String> CURIOUS = Set.of("completion", "help");

    private CommandNames() {}

    /** The names of the commands that people call. */
    static List<String> shown() {
        return NAMES.stream().filter(name -> !name.startsWith("__")).toList();
    }

    /** The names of the commands that a call may need: the one it begins with, or else all. */
    public static List<String> needed(String... arguments) {
        boolean one = arguments.length > 0 && NAMES.contains(arguments[0]) && !CURIOUS.contains(arguments[0]);
        return one ? List.of(arguments[0]) : NAMES;
    }
}
