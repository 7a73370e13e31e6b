package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.InstanceFigures;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Usage;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.GuestCounters;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Records as their users see them. */
final class InstanceViews {

    private static final double NANOS_PER_MILLI = 1e6;

    private InstanceViews() {}

    static InstanceView of(InstanceRecord instance) {
        ProcessIdentity process = instance.process();
        End last = instance.last();
        return new InstanceView(
                instance.id(),
                instance.name(),
                instance.desired(),
                instance.state(),
                instance.specification(),
                process == null ? null : process.pid(),
                last == null ? null : last.status(),
                last == null ? null : last.reason(),
                last == null ? List.of() : last.lines(),
                instance.restarts(),
                instance.created().toString(),
                text(instance.started()),
                last == null ? null : last.time().toString(),
                instance.health(),
                instance.readyMillis());
    }

    static InstanceFigures of(Optional<GuestCounters> figures) {
        return new InstanceFigures(
                figures.map(GuestCounters::bootNanos)
                        .map(nanos -> nanos / NANOS_PER_MILLI)
                        .orElse(null),
                figures.map(GuestCounters::receivedPackets).orElse(null),
                figures.map(GuestCounters::receivedBytes).orElse(null),
                figures.map(GuestCounters::sentPackets).orElse(null),
                figures.map(GuestCounters::sentBytes).orElse(null),
                figures.map(GuestCounters::network).map(NetworkViews::of).orElse(null));
    }

    /** What its process uses; empty if none runs. */
    static Optional<Usage> usage(InstanceRecord instance) {
        return Optional.ofNullable(instance.process())
                .flatMap(process -> process.usage()
                        .map(usage -> new Usage(
                                instance.name(),
                                process.pid(),
                                usage.cpuSeconds(),
                                usage.memoryBytes(),
                                instance.specification().memoryBytes())));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
