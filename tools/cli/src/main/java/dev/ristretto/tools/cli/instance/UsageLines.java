package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.client.ListUsageQuery;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What instances use between two looks. Not safe for use by several threads. */
final class UsageLines {

    private final FleetClient fleet;
    private final List<String> names;
    private final List<String> labels;
    private Map<Long, Usage> before;
    private long lookedAt;

    /**
     * Takes the first look, at the instances of these names or at all, but only at those that have all of the labels.
     */
    UsageLines(FleetClient fleet, List<String> names, List<String> labels) {
        this.fleet = fleet;
        this.names = List.copyOf(names);
        this.labels = List.copyOf(labels);
        this.before = byProcess(usage());
        this.lookedAt = System.nanoTime();
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
    record Line(String name, double cpuPercent, double cpuSeconds, long memoryBytes, long limitBytes) {}

    /** What was used since the last look. */
    List<Line> next() {
        List<Usage> after = usage();
        double seconds = (System.nanoTime() - lookedAt) / 1e9;
        List<Line> lines = after.stream()
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
        before = byProcess(after);
        lookedAt = System.nanoTime();
        return lines;
    }

    private List<Usage> usage() {
        ListUsageQuery query = new ListUsageQuery();
        names.forEach(query::name);
        labels.forEach(query::label);
        return fleet.listUsage(query).toList();
    }

    private static Map<Long, Usage> byProcess(List<Usage> usages) {
        return usages.stream().collect(Collectors.toMap(Usage::pid, Function.identity(), (a, b) -> a));
    }

    /** For people. */
    static Table table(List<Line> lines) {
        Table table = new Table("NAME", "CPU %", "CPU TIME", "MEMORY", "GIVEN");
        lines.forEach(line -> table.row(
                line.name(),
                String.format(Locale.ROOT, "%.1f", line.cpuPercent()),
                String.format(Locale.ROOT, "%.1f s", line.cpuSeconds()),
                MemorySize.format(line.memoryBytes()),
                MemorySize.format(line.limitBytes())));
        return table;
    }
}
