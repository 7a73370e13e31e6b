package dev.ristretto.tools.project;

import dev.ristretto.fleet.api.HealthCheck;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance, or each replica of a service, runs. Immutable.
 *
 * @param origin where its image comes from
 * @param arguments in place of those that are baked into the image, if given
 * @param environment on top of what is baked into the image
 * @param memoryBytes if given
 * @param labels with that of the project
 * @param health how to find out whether it is well
 */
public record Workload(
        Origin origin,
        Optional<List<String>> arguments,
        Map<String, String> environment,
        Optional<Long> memoryBytes,
        Map<String, String> labels,
        @Nullable HealthCheck health) {

    public Workload {
        arguments = arguments.map(List::copyOf);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /**
     * Where an image comes from: the store, or a build.
     *
     * @param at for messages
     * @param image its name; of a build the one to give it
     * @param build what to build, if anything
     */
    public record Origin(SourcePosition at, Optional<String> image, Optional<Build> build) {}

    /**
     * What to build.
     *
     * @param path a jar, a folder of classes or a project, as seen from the file's folder
     * @param mainClass if it is not the one that the jar or project names
     * @param options as on the command line, {@code KEY=VALUE}
     */
    public record Build(String path, Optional<String> mainClass, List<String> options) {}
}
