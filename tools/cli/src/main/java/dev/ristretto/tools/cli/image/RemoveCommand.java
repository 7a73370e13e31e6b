package dev.ristretto.tools.cli.image;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.RemovedName;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageRemedies;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes images from the store. */
@Command(
        name = "rmi",
        description = {
            "Remove images from the store, by exact name or by digest.",
            "An image goes with its last name, unless an instance uses it."
        },
        footer = {"", "Example: ristretto rmi shop:1.1 shop:1.2"})
public final class RemoveCommand implements Callable<Integer> {

    @Parameters(
            arity = "1..*",
            completionCandidates = Candidates.OfImages.class,
            paramLabel = "IMAGE",
            description = "NAME[:TAG] or the first digits of a digest.")
    List<String> references = new ArrayList<>();

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    RemoveCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        List<RemovedName> removed = new ArrayList<>();
        int status = 0;
        for (String reference : references) {
            try {
                removed.add(new Images(host).store().remove(reference));
            } catch (ImageException e) {
                host.errors().println("ristretto: " + ImageRemedies.explain(e));
                status = ExitStatus.FAILURE;
            }
        }
        if (format.isJson()) {
            Json.print(host.output(), removed.stream().map(RemoveCommand::toMap).toList());
        } else {
            removed.forEach(
                    image -> host.output().println((image.deleted() ? "removed " : "untagged ") + image.name()));
        }
        return status;
    }

    private static Map<String, Object> toMap(RemovedName removed) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", removed.name().toString());
        map.put("digest", removed.digest());
        map.put("deleted", removed.deleted());
        return map;
    }
}
