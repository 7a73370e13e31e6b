package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.daemon.AuditCommand;
import dev.ristretto.tools.cli.daemon.ConsoleCommand;
import dev.ristretto.tools.cli.daemon.ContextCommand;
import dev.ristretto.tools.cli.daemon.DaemonCommand;
import dev.ristretto.tools.cli.daemon.TokenCommand;
import dev.ristretto.tools.cli.files.CatCommand;
import dev.ristretto.tools.cli.files.CpCommand;
import dev.ristretto.tools.cli.files.LsCommand;
import dev.ristretto.tools.cli.image.BuildCommand;
import dev.ristretto.tools.cli.image.ImagesCommand;
import dev.ristretto.tools.cli.image.RemoveCommand;
import dev.ristretto.tools.cli.image.SystemCommand;
import dev.ristretto.tools.cli.instance.EventsCommand;
import dev.ristretto.tools.cli.instance.InspectCommand;
import dev.ristretto.tools.cli.instance.LogsCommand;
import dev.ristretto.tools.cli.instance.PsCommand;
import dev.ristretto.tools.cli.instance.RestartCommand;
import dev.ristretto.tools.cli.instance.RmCommand;
import dev.ristretto.tools.cli.instance.RunCommand;
import dev.ristretto.tools.cli.instance.StartCommand;
import dev.ristretto.tools.cli.instance.StatsCommand;
import dev.ristretto.tools.cli.instance.StopCommand;
import dev.ristretto.tools.cli.instance.TopCommand;
import dev.ristretto.tools.cli.instance.WaitCommand;
import dev.ristretto.tools.cli.project.DiffCommand;
import dev.ristretto.tools.cli.project.DownCommand;
import dev.ristretto.tools.cli.project.InitCommand;
import dev.ristretto.tools.cli.project.UpCommand;
import dev.ristretto.tools.cli.service.ServiceCommand;
import dev.ristretto.tools.cli.trace.TraceCommand;
import dev.ristretto.tools.cli.volume.VolumeCommand;

/**
 * The commands by name, in the order of the help.
 *
 * <p>Describing a command to the parser takes half a millisecond or more, so that a call describes only what it needs.
 */
public final class Commands {

    private Commands() {}

    /** The class of a command; a switch, so that only this one is loaded. */
    static Class<?> type(String name) {
        return switch (name) {
            case "init" -> InitCommand.class;
            case "build" -> BuildCommand.class;
            case "trace" -> TraceCommand.class;
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
            case "volume" -> VolumeCommand.class;
            case "ls" -> LsCommand.class;
            case "cat" -> CatCommand.class;
            case "cp" -> CpCommand.class;
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
