package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.instance.UsageLines.Line;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Screen;
import dev.ristretto.tools.cli.terminal.StandardStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what running instances use, again and again. */
@Command(
        name = "top",
        description = {
            "Show what running instances use, those that use most of the processor first, every two seconds until q is pressed.",
            "Where standard output is no terminal, or as JSON: once."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto top", "  ristretto top --format json"})
public final class TopCommand implements Callable<Integer> {

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int QUIT = 'q';
    private static final int INTERRUPT = 3;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    TopCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        Optional<FleetClient> fleet = new FleetAccess(host).ifAny();
        if (fleet.isEmpty()) {
            print(List.of());
            return 0;
        }
        UsageLines usage = new UsageLines(fleet.get(), List.of(), List.of());
        boolean live = !format.isJson() && StandardStreams.outputIsTerminal() && StandardStreams.inputIsTerminal();
        if (live) {
            live(usage);
        } else {
            Thread.sleep(FIRST_PAUSE);
            print(sorted(usage));
        }
        return 0;
    }

    private void print(List<Line> lines) {
        format.print(host.output(), lines, UsageLines.table(lines));
    }

    private void live(UsageLines usage) throws IOException, InterruptedException {
        try (Screen screen = Screen.open(host.streams().trustedOutput())) {
            Duration pause = FIRST_PAUSE;
            for (int key = screen.awaitKey(pause); key != QUIT && key != INTERRUPT; key = screen.awaitKey(pause)) {
                screen.draw(text(sorted(usage)));
                pause = PAUSE;
            }
        }
    }

    private static List<Line> sorted(UsageLines usage) {
        return usage.next().stream()
                .sorted(Comparator.comparingDouble(Line::cpuPercent).reversed().thenComparing(Line::name))
                .toList();
    }

    private static List<String> text(List<Line> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream output = new PrintStream(bytes, false, StandardCharsets.UTF_8);
        output.println(String.format(
                Locale.ROOT,
                "%d running, %.1f %% of a processor; q quits",
                lines.size(),
                lines.stream().mapToDouble(Line::cpuPercent).sum()));
        output.println();
        UsageLines.table(lines).print(output);
        output.flush();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
