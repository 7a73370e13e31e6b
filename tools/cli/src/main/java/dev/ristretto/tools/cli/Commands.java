package dev.ristretto.tools.cli;

import java.util.List;
import java.util.Set;

/**
 * The commands by name, in the order of the help.
 *
 * <p>Describing a command to the parser takes half a millisecond or more, so that a call describes only what it needs.
 */
final class Commands {

    private static final List<String> NAMES = List.of(
            "build",
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

    private Commands() {}

    /** The names of the commands that people call. */
    static List<String> shown() {
        return NAMES.stream().filter(name -> !name.startsWith("__")).toList();
    }

    /** The names of the commands that a call may need: the one it begins with, or else all. */
    static List<String> needed(String... arguments) {
        boolean one = arguments.length > 0 && NAMES.contains(arguments[0]) && !CURIOUS.contains(arguments[0]);
        return one ? List.of(arguments[0]) : NAMES;
    }

    /** The class of a command; a switch, so that only this one is loaded. */
    static Class<?> type(String name) {
        return switch (name) {
            case "build" -> BuildCommand.class;
            case "run" -> RunCommand.class;
            case "ps" -> PsCommand.class;
            case "logs" -> LogsCommand.class;
            case "stats" -> StatsCommand.class;
            case "top" -> TopCommand.class;
            case "start" -> StartCommand.class;
            case "stop" -> StopCommand.class;
            case "restart" -> RestartCommand.class;
            case "rm" -> RmCommand.class;
            case "wait" -> WaitCommand.class;
            case "events" -> EventsCommand.class;
            case "service" -> ServiceCommand.class;
            case "up" -> UpCommand.class;
            case "down" -> DownCommand.class;
            case "diff" -> DiffCommand.class;
            case "console" -> ConsoleCommand.class;
            case "context" -> ContextCommand.class;
            case "token" -> TokenCommand.class;
            case "audit" -> AuditCommand.class;
            case "images" -> ImagesCommand.class;
            case "rmi" -> RemoveCommand.class;
            case "inspect" -> InspectCommand.class;
            case "system" -> SystemCommand.class;
            case "daemon" -> DaemonCommand.class;
            case "doctor" -> DoctorCommand.class;
            case "version" -> VersionCommand.class;
            case "completion" -> CompletionCommand.class;
            case "help" -> HelpCommand.class;
            case "__names" -> NamesCommand.class;
            default -> throw new IllegalArgumentException(name);
        };
    }
}
