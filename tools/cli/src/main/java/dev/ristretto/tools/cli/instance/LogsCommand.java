package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Converters;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.LineOutput;
import dev.ristretto.tools.cli.terminal.Visible;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what detached instances have written to their consoles. */
@Command(
        name = "logs",
        description = {
            "Print what detached instances have written to their consoles, earlier runs included.",
            "The last 16 MiB are kept. Of several instances each line begins with the instance's name.",
            "What a terminal would obey is shown as \\u001b; a single console goes to files and pipes byte by byte."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto logs web",
            "  ristretto logs -f --since 10m web",
            "  ristretto logs --label tier=back --format json"
        })
public final class LogsCommand implements Callable<Integer> {

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the instances end.")
    boolean follow;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Converters.Since.class,
            description =
                    "Only what was written since: so long ago (30s, 10m, 2h, 1d) or a time; exact to two seconds.")
    Optional<Instant> since = Optional.empty();

    @Option(
            names = "--raw",
            description = "Hand a single console to the terminal byte by byte: for applications that you trust.")
    boolean raw;

    @Mixin
    Selection selection = new Selection();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    LogsCommand(Host host) {
        this.host = host;
    }

    /**
     * A line of a console. The names of the components are those of the JSON form.
     *
     * @param name the instance
     * @param text the line, without its end
     */
    private record Line(String name, String text) {}

    @Override
    public Integer call() throws InterruptedException {
        if (raw && format.isJson()) {
            throw new Failure("--raw and --format json contradict each other");
        }
        FleetClient fleet = new FleetAccess(host).require();
        List<String> names = selection.resolve(host, fleet);
        Long millis = since.map(Instant::toEpochMilli).orElse(null);
        boolean single = names.size() == 1 && selection.labels.isEmpty();
        if (raw && !single) {
            throw new Failure("--raw is for a single instance given by its name: of several, nobody could tell whose"
                    + " lines they are");
        }
        if (single && !format.isJson()) {
            copy(fleet, names.getFirst(), millis);
            return 0;
        }
        if (follow) {
            return EachInstance.each(host, names, name -> follow(fleet, name, millis), (name, whole) -> {});
        }
        int status = 0;
        for (String name : names) {
            try (LineOutput lines = new LineOutput(line -> print(name, line))) {
                fleet.readLogs(name, millis, lines);
            } catch (FleetException e) {
                host.errors().println("ristretto: " + e.getMessage());
                status = ExitStatus.FAILURE;
            }
        }
        return status;
    }

    /** As the instance wrote it, as far as the terminal may see that. */
    private void copy(FleetClient fleet, String name, @Nullable Long millis) {
        try (PrintStream console = new PrintStream(host.streams().console(raw), true, StandardCharsets.UTF_8)) {
            if (follow) {
                fleet.followLogs(name, millis, piece -> {
                    console.print(piece.text());
                    console.flush();
                    // Nobody reads any more: ristretto logs -f web | head
                    return !console.checkError();
                });
            } else {
                fleet.readLogs(name, millis, console);
            }
        }
    }

    private boolean follow(FleetClient fleet, String name, @Nullable Long millis) {
        try (LineOutput lines = new LineOutput(line -> print(name, line))) {
            fleet.followLogs(name, millis, piece -> {
                lines.write(piece.text().getBytes(StandardCharsets.UTF_8));
                return !host.output().checkError();
            });
            return true;
        }
    }

    /** A print stream locks itself, so that lines of several instances stay whole. */
    private void print(String name, String text) {
        if (format.isJson()) {
            Json.printLine(host.output(), new Line(name, text));
        } else {
            host.output().println(Visible.line(name) + " | " + text);
        }
    }
}
