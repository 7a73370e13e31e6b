package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.tools.cli.terminal.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How instances are shown to people. */
final class Instances {

    private static final int SECOND = 1000;
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Instances() {}

    /** One line for each. */
    static Table table(List<InstanceView> instances, Instant now) {
        Table table = new Table("NAME", "IMAGE", "STATE", "SINCE", "RESTARTS", "PORTS");
        for (InstanceView instance : instances) {
            table.row(
                    instance.name(),
                    instance.specification().image(),
                    state(instance),
                    since(instance, now),
                    Integer.toString(instance.restarts()),
                    String.join(", ", instance.specification().ports()));
        }
        return table;
    }

    /** Everything about one. */
    static Table details(InstanceView instance) {
        Specification specification = instance.specification();
        Table table = new Table("", "");
        table.row("instance", instance.name());
        table.row("state", state(instance));
        table.row("wanted", instance.wanted().toString());
        table.row("image", specification.image());
        table.row("digest", specification.digest());
        specification.arguments().forEach(argument -> table.row("argument", argument));
        specification.environment().forEach((name, value) -> table.row("environment", name + "=" + value));
        specification.ports().forEach(port -> table.row("port", port));
        specification.volumes().forEach(volume -> table.row("volume", volume));
        specification.tmpfs().forEach(place -> table.row("tmpfs", place));
        if (specification.readOnly()) {
            table.row("read only", "yes");
        }
        table.row("memory", MemorySize.format(specification.memoryBytes()));
        table.row("processors", ProcessorCount.format(specification.cpus()));
        table.row("runs as", specification.as());
        if (specification.hostAccess()) {
            table.row("host access", "yes");
        }
        table.row("machine", specification.machine());
        table.row("restart", specification.restart());
        table.row("restarts", Integer.toString(instance.restarts()));
        specification.labels().forEach((key, value) -> table.row("label", key + (value.isEmpty() ? "" : "=" + value)));
        HealthCheck check = specification.health();
        if (check != null) {
            table.row("health", instance.health().toString());
            table.row(
                    "check",
                    check.check() + " every " + time(check.intervalMillis()) + ", at most "
                            + time(check.timeoutMillis()) + ", unhealthy after " + check.retries() + " failures, "
                            + time(check.startPeriodMillis()) + " to start");
        }
        row(table, "process", instance.pid());
        table.row("created", instance.created());
        row(table, "started", instance.started());
        row(table, "ended", instance.ended());
        row(table, "reason", instance.reason());
        instance.lastLines().forEach(line -> table.row("last words", line));
        return table;
    }

    private static void row(Table table, String name, @Nullable Object value) {
        if (value != null) {
            table.row(name, value.toString());
        }
    }

    private static String state(InstanceView instance) {
        if (instance.state() == InstanceState.RUNNING && instance.health() != HealthState.NONE) {
            return instance.state() + " (" + instance.health() + ")";
        }
        Integer status = instance.exitStatus();
        return (instance.state() == InstanceState.ENDED || instance.state() == InstanceState.WAITING) && status != null
                ? instance.state() + " (" + status + ")"
                : instance.state().toString();
    }

    private static String since(InstanceView instance, Instant now) {
        String running = instance.started();
        String ended = instance.ended();
        boolean over = instance.state() == InstanceState.ENDED || instance.state() == InstanceState.WAITING;
        String moment = over && ended != null ? ended : running != null ? running : instance.created();
        return ago(Duration.between(Instant.parse(moment), now));
    }

    private static String time(long millis) {
        return millis % SECOND == 0 ? millis / SECOND + " s" : millis + " ms";
    }

    /** A length of time in its largest unit. */
    static String ago(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 2 * MINUTE) {
            return seconds + " s";
        }
        if (seconds < 2 * HOUR) {
            return seconds / MINUTE + " min";
        }
        return seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
    }
}
