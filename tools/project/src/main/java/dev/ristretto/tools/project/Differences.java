package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.syntax.TimeLength;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.tools.project.Change.Aspect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds what is not as a file says. */
final class Differences {

    private static final int DIGITS = 19;

    private final List<Change> changes = new ArrayList<>();

    private Differences() {}

    /** Between what an instance runs and what it is to run. The file with the kernel follows from the image. */
    static List<Change> ofInstance(Specification is, Specification wanted) {
        Differences differences = new Differences();
        differences.specification(is, wanted);
        differences.add(Aspect.REVISION, "publish", String.join(", ", is.ports()), String.join(", ", wanted.ports()));
        differences.add(Aspect.REVISION, "restart", is.restart(), wanted.restart());
        return differences.changes;
    }

    /** Between what replicas run and what they are to run. Their ports and restarts are the daemon's. */
    static List<Change> ofReplicas(Specification is, Specification wanted) {
        Differences differences = new Differences();
        differences.specification(is, wanted);
        return differences.changes;
    }

    /** Between the settings of a service and those that it is to have. */
    static List<Change> ofSettings(ServiceSettings is, ServiceSettings wanted) {
        Differences differences = new Differences();
        differences.add(Aspect.IDENTITY, "publish", is.publish(), wanted.publish());
        differences.add(Aspect.IDENTITY, "protocol", protocol(is), protocol(wanted));
        if (wanted.scaling() == null) {
            differences.add(
                    Aspect.REPLICAS, "replicas", Integer.toString(is.replicas()), Integer.toString(wanted.replicas()));
        }
        differences.add(Aspect.SETTINGS, "scaling", scaling(is.scaling()), scaling(wanted.scaling()));
        differences.add(Aspect.SETTINGS, "surge", Integer.toString(is.surge()), Integer.toString(wanted.surge()));
        differences.time("drain", is.drainMillis(), wanted.drainMillis());
        differences.time("deadline", is.deadlineMillis(), wanted.deadlineMillis());
        return differences.changes;
    }

    private void specification(Specification is, Specification wanted) {
        if (!is.digest().equals(wanted.digest())) {
            boolean renamed = !is.image().equals(wanted.image());
            add(
                    Aspect.REVISION,
                    "image",
                    renamed ? is.image() : is.image() + " " + digits(is),
                    renamed ? wanted.image() : wanted.image() + " " + digits(wanted));
        }
        add(
                Aspect.REVISION,
                "arguments",
                String.join(" ", is.arguments()),
                String.join(" ", wanted.arguments()),
                is.arguments().equals(wanted.arguments()));
        for (String name : names(is.environment(), wanted.environment())) {
            if (!Objects.equals(is.environment().get(name), wanted.environment().get(name))) {
                changes.add(new Change(Aspect.REVISION, "environment " + name, null, null));
            }
        }
        add(
                Aspect.REVISION,
                "memory",
                MemorySize.format(is.memoryBytes()),
                MemorySize.format(wanted.memoryBytes()),
                is.memoryBytes() == wanted.memoryBytes());
        add(Aspect.REVISION, "cpus", ProcessorCount.format(is.cpus()), ProcessorCount.format(wanted.cpus()));
        add(Aspect.REVISION, "machine", is.machine(), wanted.machine());
        add(Aspect.REVISION, "accelerator", is.accelerator(), wanted.accelerator());
        add(Aspect.REVISION, "as", is.as(), wanted.as());
        add(Aspect.REVISION, "host-access", Boolean.toString(is.hostAccess()), Boolean.toString(wanted.hostAccess()));
        add(Aspect.REVISION, "volumes", String.join(" ", is.volumes()), String.join(" ", wanted.volumes()));
        add(Aspect.REVISION, "tmpfs", String.join(" ", is.tmpfs()), String.join(" ", wanted.tmpfs()));
        add(Aspect.REVISION, "read-only", Boolean.toString(is.readOnly()), Boolean.toString(wanted.readOnly()));
        for (String name : names(is.labels(), wanted.labels())) {
            add(
                    Aspect.REVISION,
                    "label " + name,
                    is.labels().get(name),
                    wanted.labels().get(name));
        }
        add(Aspect.REVISION, "health", health(is.health()), health(wanted.health()));
    }

    private static String digits(Specification specification) {
        String digest = specification.digest();
        return digest.substring(0, Math.min(DIGITS, digest.length()));
    }

    private static TreeSet<String> names(Map<String, String> some, Map<String, String> others) {
        TreeSet<String> names = new TreeSet<>(some.keySet());
        names.addAll(others.keySet());
        return names;
    }

    private static @Nullable String health(@Nullable HealthCheck check) {
        return check == null
                ? null
                : check.check() + " every " + TimeLength.format(check.intervalMillis()) + " within "
                        + TimeLength.format(check.timeoutMillis()) + ", " + check.retries() + " retries after "
                        + TimeLength.format(check.startPeriodMillis());
    }

    private static @Nullable String scaling(@Nullable Scaling scaling) {
        return scaling == null
                ? null
                : scaling.least() + " to " + scaling.most()
                        + (scaling.target() == 0 ? "" : ", target " + scaling.target())
                        + (scaling.least() == 0 ? ", asleep after " + TimeLength.format(scaling.idleMillis()) : "");
    }

    private static String protocol(ServiceSettings settings) {
        return settings.http() ? "http" : "tcp";
    }

    private void time(String what, long is, long wanted) {
        add(Aspect.SETTINGS, what, TimeLength.format(is), TimeLength.format(wanted));
    }

    private void add(Aspect aspect, String what, @Nullable String is, @Nullable String wanted) {
        add(aspect, what, is, wanted, Objects.equals(is, wanted));
    }

    private void add(Aspect aspect, String what, @Nullable String is, @Nullable String wanted, boolean same) {
        if (!same) {
            changes.add(new Change(aspect, what, is, wanted));
        }
    }
}
