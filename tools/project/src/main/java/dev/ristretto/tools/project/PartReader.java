package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Scaling;
import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.fleet.api.syntax.Labels;
import dev.ristretto.fleet.api.syntax.Probe;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.run.vmm.TemporaryFiles;
import dev.ristretto.run.vmm.VolumeBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads what a file says of one service or instance. */
final class PartReader {

    private static final Duration DEADLINE = Duration.ofMillis(ServiceSettings.DEADLINE_MILLIS);

    private final String project;

    PartReader(String project) {
        this.project = project;
    }

    ProjectPart.Service service(Value.Text name, Value value) {
        Fields fields = Fields.of(
                value,
                "service " + name.text(),
                "image",
                "build",
                "arguments",
                "environment",
                "memory",
                "cpus",
                "volumes",
                "tmpfs",
                "read-only",
                "publish",
                "protocol",
                "health",
                "host-access",
                "labels",
                "replicas",
                "scaling",
                "surge",
                "drain",
                "deadline",
                "needs");
        Optional<PublishedPort> publish = fields.value("publish").map(port -> {
            PublishedPort parsed = port(Fields.text(port, "publish of a service"));
            if (parsed.protocol() != PublishedPort.Protocol.TCP) {
                throw port.at().error("a service listens on a TCP port, not " + parsed);
            }
            return parsed;
        });
        Workload workload = workload(fields, publish.stream().toList());
        return new ProjectPart.Service(
                name.text(),
                name.at(),
                OriginReader.origin(fields),
                workload,
                settings(fields, publish, workload.health()),
                needs(fields));
    }

    ProjectPart.Instance instance(Value.Text name, Value value) {
        Fields fields = Fields.of(
                value,
                "instance " + name.text(),
                "image",
                "build",
                "arguments",
                "environment",
                "memory",
                "cpus",
                "volumes",
                "tmpfs",
                "read-only",
                "publish",
                "health",
                "host-access",
                "labels",
                "restart",
                "deadline",
                "needs");
        List<PublishedPort> ports = fields.texts("publish").orElse(List.of()).stream()
                .map(PartReader::port)
                .toList();
        String restart = fields.text("restart").orElse("no");
        fields.at("restart").check(() -> RestartPolicy.parse(restart));
        return new ProjectPart.Instance(
                name.text(),
                name.at(),
                OriginReader.origin(fields),
                workload(fields, ports),
                ports.stream().map(PublishedPort::toString).toList(),
                restart,
                fields.time("deadline").orElse(DEADLINE),
                needs(fields));
    }

    private static PublishedPort port(Value.Text text) {
        return text.at().check(() -> PublishedPort.parse(text.text()));
    }

    private static List<String> needs(Fields fields) {
        return fields.texts("needs").orElse(List.of()).stream()
                .map(Value.Text::text)
                .toList();
    }

    private Workload workload(Fields fields, List<PublishedPort> ports) {
        Map<String, String> environment = fields.mapping("environment");
        for (String variable : environment.keySet()) {
            if (variable.isEmpty() || variable.contains("=")) {
                throw fields.at("environment").error("'" + variable + "' is no name of a variable");
            }
        }
        Optional<Long> memory =
                fields.text("memory").map(text -> fields.at("memory").check(() -> MemorySize.parse(text)));
        Optional<Integer> cpus =
                fields.text("cpus").map(text -> fields.at("cpus").check(() -> ProcessorCount.parse(text)));
        return new Workload(
                fields.texts("arguments")
                        .map(texts -> texts.stream().map(Value.Text::text).toList()),
                environment,
                memory,
                cpus,
                labels(fields),
                health(fields, ports),
                yesOrNo(fields, "host-access"),
                places(
                        fields,
                        "volumes",
                        text -> VolumeBinding.parse(text).requireVolume().toString()),
                places(fields, "tmpfs", text -> TemporaryFiles.format(TemporaryFiles.parse(text))),
                yesOrNo(fields, "read-only"));
    }

    private static Optional<List<String>> places(Fields fields, String key, UnaryOperator<String> read) {
        return fields.texts(key)
                .map(texts -> texts.stream()
                        .map(text -> text.at().check(() -> read.apply(text.text())))
                        .toList());
    }

    private static Optional<Boolean> yesOrNo(Fields fields, String key) {
        return fields.value(key).map(value -> {
            String text = Fields.text(value, key).text();
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw value.at().error("'" + text + "' does not say whether: write true or false");
            };
        });
    }

    private Map<String, String> labels(Fields fields) {
        Map<String, String> labels = new LinkedHashMap<>(fields.mapping("labels"));
        if (labels.put(ProjectDefinition.LABEL, project) != null) {
            throw fields.at("labels")
                    .error("the label '" + ProjectDefinition.LABEL + "' is set to the project's name\nRename yours");
        }
        fields.at("labels").check(() -> {
            Labels.check(labels);
            return labels;
        });
        return labels;
    }

    private static @Nullable HealthCheck health(Fields part, List<PublishedPort> ports) {
        Value value = part.value("health").orElse(null);
        if (value == null) {
            return null;
        }
        if (value instanceof Value.Text text) {
            return text.at().check(() -> requirePort(HealthCheck.of(text.text()), ports));
        }
        Fields fields = Fields.of(value, "health", "check", "interval", "timeout", "retries", "start-period");
        String check = fields.text("check")
                .orElseThrow(() -> fields.at().error("check is missing: http:/PATH, tcp or console:REGEX"));
        long interval = millis(fields, "interval", HealthCheck.INTERVAL_MILLIS);
        long timeout = millis(fields, "timeout", HealthCheck.TIMEOUT_MILLIS);
        long startPeriod = millis(fields, "start-period", HealthCheck.START_PERIOD_MILLIS);
        int retries = fields.number("retries").orElse(HealthCheck.RETRIES);
        return fields.at("check")
                .check(() -> requirePort(new HealthCheck(check, interval, timeout, retries, startPeriod), ports));
    }

    private static HealthCheck requirePort(HealthCheck check, List<PublishedPort> ports) {
        if (Probe.parse(check.check()) instanceof Probe.Network probe) {
            try {
                Probe.target(probe, ports);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the check needs "
                                + (probe.guestPort().isPresent()
                                        ? "port " + probe.guestPort().getAsInt()
                                                + " of the guest, which is not published"
                                        : "a TCP port that is published")
                                + "\nAdd publish: HOST:GUEST",
                        e);
            }
        }
        return check;
    }

    private static ServiceSettings settings(
            Fields fields, Optional<PublishedPort> publish, @Nullable HealthCheck health) {
        boolean http = fields.value("protocol")
                .map(value -> protocol(Fields.text(value, "protocol")))
                .orElse(health != null && health.check().startsWith("http:"));
        Scaling scaling = scaling(fields);
        int replicas = fields.number("replicas").orElse(scaling == null ? 1 : Math.max(1, scaling.least()));
        int surge = fields.number("surge").orElse(ServiceSettings.SURGE);
        long deadline = millis(fields, "deadline", ServiceSettings.DEADLINE_MILLIS);
        long drain = millis(fields, "drain", ServiceSettings.DRAIN_MILLIS);
        List<String> blamed = new ArrayList<>(List.of("replicas", "surge", "deadline", "drain", "scaling"));
        blamed.removeIf(key -> fields.value(key).isEmpty());
        SourcePosition at = blamed.isEmpty() ? fields.at() : fields.at(blamed.getFirst());
        return at.check(() -> new ServiceSettings(
                publish.map(PublishedPort::toString).orElse(null), http, replicas, surge, deadline, drain, scaling));
    }

    private static boolean protocol(Value.Text text) {
        return switch (text.text()) {
            case "http" -> true;
            case "tcp" -> false;
            default -> throw text.at().error("'" + text.text() + "' is no protocol of a service: write http or tcp");
        };
    }

    private static @Nullable Scaling scaling(Fields part) {
        Value value = part.value("scaling").orElse(null);
        if (value == null) {
            return null;
        }
        if (part.value("publish").isEmpty()) {
            throw value.at().error("a service that nobody can reach has nothing to scale by\nAdd publish: HOST:GUEST");
        }
        Fields fields = Fields.of(value, "scaling", "min", "max", "target", "to-zero");
        Optional<Duration> idle = fields.time("to-zero");
        int target = fields.number("target").orElse(0);
        if (target == 0 && idle.isEmpty()) {
            throw fields.at("target")
                    .error("nothing to scale by\nAdd target: N requests in flight for each replica, or to-zero: TIME");
        }
        if (target > 0 && fields.value("max").isEmpty()) {
            throw fields.at("target").error("max is missing: how many replicas there may be");
        }
        if (idle.isPresent() && fields.number("min").orElse(0) != 0) {
            throw fields.at("min").error("min and to-zero contradict each other: leave one of them out");
        }
        int least = idle.isPresent() ? 0 : fields.number("min").orElse(1);
        int most = fields.number("max")
                .orElseGet(() -> Math.max(1, part.number("replicas").orElse(1)));
        return fields.at()
                .check(() -> new Scaling(
                        least, most, target, idle.map(Duration::toMillis).orElse(Scaling.IDLE_MILLIS)));
    }

    private static long millis(Fields fields, String key, long otherwise) {
        return fields.time(key).map(Duration::toMillis).orElse(otherwise);
    }
}
