package dev.ristretto.tools.cli.service;

import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.tools.cli.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How services are shown to people. */
final class ServiceTables {

    private ServiceTables() {}

    /** One line for each. */
    static Table list(List<ServiceView> services) {
        Table table = new Table("NAME", "IMAGE", "STATE", "REVISION", "READY", "IN FLIGHT", "PORT");
        for (ServiceView service : services) {
            table.row(
                    service.name(),
                    service.image(),
                    service.state().toString(),
                    Integer.toString(service.target()),
                    service.ready() + "/" + service.replicas(),
                    text(service.inFlight()),
                    Objects.requireNonNullElse(service.settings().publish(), ""));
        }
        return table;
    }

    /** The instances of one. */
    static Table members(ServiceView service) {
        Table table = new Table("NAME", "REVISION", "STATE", "HEALTH", "IN FLIGHT", "PORT", "REASON");
        service.members()
                .forEach(member -> table.row(
                        member.name(),
                        Integer.toString(member.revision()),
                        member.state().toString(),
                        member.health().toString(),
                        text(member.inFlight()),
                        text(member.port()),
                        text(member.reason()).lines().findFirst().orElse("")));
        return table;
    }

    /** Everything about one. */
    static Table details(ServiceView service) {
        ServiceSettings settings = service.settings();
        Specification specification = service.specification();
        Table table = new Table("", "");
        table.row("service", service.name());
        table.row("state", service.state().toString());
        row(table, "message", service.message());
        table.row("image", service.image());
        table.row("digest", specification.digest());
        table.row(
                "revision",
                service.revision()
                        + (service.target() == service.revision() ? "" : ", on the way to " + service.target()));
        row(table, "rollback to", service.previous() == 0 ? null : service.previous());
        table.row("replicas", service.ready() + " of " + service.replicas() + " ready");
        row(table, "published", settings.publish());
        table.row("spreads", settings.http() ? "requests (http)" : "connections (tcp)");
        table.row("surge", Integer.toString(settings.surge()));
        table.row("deadline", Duration.ofMillis(settings.deadlineMillis()).toSeconds() + " s for each replica");
        table.row("drain", Duration.ofMillis(settings.drainMillis()).toSeconds() + " s");
        Scaling scaling = settings.scaling();
        if (scaling != null) {
            table.row("scaling", describe(scaling));
        }
        row(table, "in flight", service.inFlight());
        row(table, "waiting", service.waiting());
        row(table, "total", service.total());
        specification.arguments().forEach(argument -> table.row("argument", argument));
        specification.environment().forEach((name, value) -> table.row("environment", name + "=" + value));
        specification.labels().forEach((key, value) -> table.row("label", key + (value.isEmpty() ? "" : "=" + value)));
        row(
                table,
                "check",
                specification.health() == null ? null : specification.health().check());
        specification.volumes().forEach(volume -> table.row("volume", volume));
        specification.tmpfs().forEach(place -> table.row("tmpfs", place));
        if (specification.readOnly()) {
            table.row("read only", "yes");
        }
        table.row("memory", MemorySize.format(specification.memoryBytes()));
        table.row("processors", ProcessorCount.format(specification.cpus()));
        table.row("created", service.created());
        return table;
    }

    private static String describe(Scaling scaling) {
        String number = scaling.target() == 0
                ? ""
                : scaling.least() + " to " + scaling.most() + " replicas with " + scaling.target() + " in flight each";
        String sleep = scaling.least() > 0
                ? ""
                : (number.isEmpty() ? "" : ", ") + "none after "
                        + Duration.ofMillis(scaling.idleMillis()).toSeconds() + " s without any";
        return number + sleep;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private static void row(Table table, String name, @Nullable Object value) {
        if (value != null) {
            table.row(name, value.toString());
        }
    }
}
