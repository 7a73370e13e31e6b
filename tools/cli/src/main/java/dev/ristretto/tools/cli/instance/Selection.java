package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which instances a command is about: those that are named, and those that have all of the labels. */
final class Selection {

    @Parameters(
            arity = "0..*",
            completionCandidates = Candidates.OfInstances.class,
            paramLabel = "NAME",
            description = "Names of instances.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--label",
            paramLabel = "KEY[=VALUE]",
            description = "Also all instances with this label. If repeated: those that have all of them.")
    List<String> labels = new ArrayList<>();

    /** The names; says so if no instance has the labels. */
    List<String> resolve(Host host, FleetClient fleet) {
        if (names.isEmpty() && labels.isEmpty()) {
            throw new Failure("Which instances? Give their names, or choose them by --label KEY=VALUE");
        }
        if (labels.isEmpty()) {
            return names;
        }
        List<String> labelled = fleet.instances(InstanceFilter.labelled(labels)).stream()
                .map(InstanceView::name)
                .toList();
        if (labelled.isEmpty()) {
            host.errors().println("ristretto: no instance has the label " + String.join(" and ", labels));
        }
        return Stream.concat(names.stream(), labelled.stream()).distinct().toList();
    }
}
