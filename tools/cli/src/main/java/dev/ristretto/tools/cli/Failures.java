package dev.ristretto.tools.cli;

import dev.ristretto.build.BuildException;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.run.host.PortUnavailableException;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.tools.cli.host.ImageRemedies;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.Farewell;
import dev.ristretto.tools.cli.terminal.Similar;
import dev.ristretto.tools.cli.terminal.TerminalStreams;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows what went wrong in one or two lines; the stack trace only with {@code --verbose}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final int MOST_SUGGESTIONS = 3;

    private final TerminalStreams streams;
    private final PrintStream errors;

    Failures(TerminalStreams streams) {
        this.streams = streams;
        this.errors = streams.errors();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed) {
        if (isInterruption(failure) || Farewell.isEnding()) {
            Farewell.say(streams, "interrupted");
            return ExitStatus.INTERRUPTED;
        }
        boolean expected = failure instanceof Failure
                || failure instanceof HypervisorException
                || failure instanceof PortUnavailableException
                || failure instanceof VolumeException
                || failure instanceof FleetException
                || failure instanceof ImageException
                || failure instanceof BuildException;
        Optional<IOException> trouble = trouble(failure);
        expected |= trouble.isPresent();
        String message = failure instanceof ImageException image
                ? ImageRemedies.explain(image)
                : trouble.map(Failures::explain).orElseGet(() -> String.valueOf(failure.getMessage()));
        show(expected ? message : "unexpected " + failure.getClass().getSimpleName() + ": " + message);
        boolean verbose = parsed.asCommandLineList().stream()
                .anyMatch(command -> command.getParseResult().hasMatchedOption("--verbose"));
        if (verbose) {
            failure.printStackTrace(errors);
        } else if (!expected) {
            errors.println("This is a defect of ristretto; run it again with -v to see where it happened.");
        }
        return ExitStatus.FAILURE;
    }

    /** What the computer refuses is no defect of ristretto, wherever it is noticed. */
    private static Optional<IOException> trouble(Exception failure) {
        return switch (failure) {
            case IOException exception -> Optional.of(exception);
            case UncheckedIOException exception -> Optional.ofNullable(exception.getCause());
            case DirectoryIteratorException exception -> Optional.ofNullable(exception.getCause());
            default -> Optional.empty();
        };
    }

    private static String explain(IOException trouble) {
        boolean told = trouble instanceof FileSystemException file && file.getReason() != null;
        String message = String.valueOf(trouble.getMessage());
        return told ? message : trouble.getClass().getSimpleName() + ": " + message;
    }

    /** Somebody has ended this command, or what it was waiting for. */
    private static boolean isInterruption(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean interrupted = cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof FileLockInterruptionException;
            if (interrupted) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine commandLine = failure.getCommandLine();
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            message = explainUnmatched(unmatched, commandLine);
        }
        show(message.lines().findFirst().orElse(message));
        errors.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
        return ExitStatus.FAILURE;
    }

    private void show(String message) {
        errors.println("ristretto: " + message);
    }

    private static String explainUnmatched(UnmatchedArgumentException failure, CommandLine commandLine) {
        String word = failure.getUnmatched().getFirst();
        CommandSpec spec = commandLine.getCommandSpec();
        boolean option = word.startsWith("-");
        Stream<String> known = option
                ? spec.options().stream().flatMap(known1 -> Stream.of(known1.names()))
                : spec.subcommands().keySet().stream();
        List<String> near = Similar.to(option ? word.split("=", 2)[0] : word, known.toList(), MOST_SUGGESTIONS);
        String kind = option
                ? "Unknown option '"
                : spec.subcommands().isEmpty() ? "Unexpected argument '" : "Unknown command '";
        String suggestion = near.isEmpty()
                ? ""
                : " Did you mean " + near.stream().map(n -> "'" + n + "'").collect(Collectors.joining(" or ")) + "?";
        String hint = option && near.isEmpty() && List.of("run", "trace").contains(spec.name())
                ? " Arguments of the application go behind --."
                : "";
        return kind + word + "'." + suggestion + hint;
    }
}
