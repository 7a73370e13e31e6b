package dev.ristretto.fleet.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance, each replica of a service or a part of a project is to run, beside its image: what is asked for, on
 * top of what is baked into the image. Immutable.
 *
 * @param arguments of the application's {@code main}, in place of those that are baked in, if given
 * @param environment variables, on top of those that are baked in
 * @param memoryBytes memory, if given
 * @param cpus number of processors, 0 for as many as its host has, if given
 * @param labels what it is found by
 * @param health how to find out whether it is well
 * @param hostAccess whether it may reach the loopback interface of its host, if given
 * @param volumes of its host, in place of all others, if given
 * @param tmpfs where it has files in memory, in place of all others, if given
 * @param readOnly whether it can change no other files, if given
 */
public record Workload(
        Optional<List<String>> arguments,
        Map<String, String> environment,
        Optional<Long> memoryBytes,
        Optional<Integer> cpus,
        Map<String, String> labels,
        @Nullable HealthCheck health,
        Optional<Boolean> hostAccess,
        Optional<List<String>> volumes,
        Optional<List<String>> tmpfs,
        Optional<Boolean> readOnly) {

    /** Nothing is asked for. */
    public static final Workload NOTHING = new Workload(
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            null,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Workload {
        arguments = arguments.map(List::copyOf);
        volumes = volumes.map(List::copyOf);
        tmpfs = tmpfs.map(List::copyOf);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /** All variables. */
    public Map<String, String> environment(Map<String, String> baked) {
        return merged(baked, environment);
    }

    /** All labels. */
    public Map<String, String> labels(Map<String, String> known) {
        return merged(known, labels);
    }

    private static Map<String, String> merged(Map<String, String> some, Map<String, String> others) {
        Map<String, String> all = new LinkedHashMap<>(some);
        all.putAll(others);
        return all;
    }
}
