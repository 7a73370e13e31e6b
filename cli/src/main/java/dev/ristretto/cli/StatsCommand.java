package dev.ristretto.cli;

import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.hypervisor.MemorySize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what running instances use. */
@Command(
        name = "stats",
        description = "Show what running instances use of this computer: processor over half a second, memory.",
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto stats", "  ristretto stats web --format json"})
final class StatsCommand implements Callable<Integer> {

    private static final Duration SAMPLE = Duration.ofMillis(500);

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names of instances; all by default.")
    List<String> names = new ArrayList<>();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    StatsCommand(Host host) {
        this.host = host;
    }

    /**
     * What an instance uses. The names of the components are those of the JSON form.
     *
     * @param name the instance
     * @param cpuPercent of one processor, just now
     * @param cpuSeconds since it was started
     * @param memoryBytes of this computer, the hypervisor's own included
     * @param limitBytes what the instance was given
     */
    private record Line(String name, double cpuPercent, double cpuSeconds, long memoryBytes, long limitBytes) {}

    @Override
    public Integer call() throws InterruptedException {
        FleetAccess access = new FleetAccess(host);
        Optional<FleetClient> fleet = names.isEmpty() ? access.ifAny() : Optional.of(access.require());
        List<Line> lines = fleet.isEmpty() ? List.of() : sample(fleet.get());
        if (format.isJson()) {
            Json.print(host.output(), lines);
        } else {
            Table table = new Table("NAME", "CPU %", "CPU TIME", "MEMORY", "GIVEN");
            lines.forEach(line -> table.row(
                    line.name(),
                    String.format(Locale.ROOT, "%.1f", line.cpuPercent()),
                    String.format(Locale.ROOT, "%.1f s", line.cpuSeconds()),
                    MemorySize.format(line.memoryBytes()),
                    MemorySize.format(line.limitBytes())));
            table.print(host.output());
        }
        return 0;
    }

    private List<Line> sample(FleetClient fleet) throws InterruptedException {
        Map<Long, Usage> before =
                fleet.usage(names).stream().collect(Collectors.toMap(Usage::pid, Function.identity(), (a, b) -> a));
        long start = System.nanoTime();
        Thread.sleep(SAMPLE);
        List<Usage> after = fleet.usage(names);
        double seconds = (System.nanoTime() - start) / 1e9;
        return after.stream()
                .map(usage -> {
                    Usage earlier = before.getOrDefault(usage.pid(), usage);
                    return new Line(
                            usage.name(),
                            100 * (usage.cpuSeconds() - earlier.cpuSeconds()) / seconds,
                            usage.cpuSeconds(),
                            usage.memoryBytes(),
                            usage.limitBytes());
                })
                .toList();
    }
}
