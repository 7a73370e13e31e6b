package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How to start an image: the OCI configuration object. Immutable.
 *
 * @param architecture of the machine, {@code amd64}
 * @param mainClass the class whose main method runs
 * @param entrypoint arguments of the main method that come before all others, whatever is given at start: of a program
 *     of Linux, its absolute path and what it always has
 * @param arguments of the main method, unless others are given at start
 * @param environment variables, each of which may be overridden at start
 * @param ports that the application is said to listen on, for example {@code 8080/tcp}
 * @param memoryFloorBytes the least memory that the image boots with
 * @param volumes the paths where the application keeps what is to last, absolute; volumes can be mounted nowhere else
 */
public record ImageConfiguration(
        @JsonProperty("architecture") String architecture,
        @JsonProperty("mainClass") String mainClass,

        @JsonProperty("entrypoint") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> entrypoint,

        @JsonProperty("arguments") List<String> arguments,
        @JsonProperty("environment") Map<String, String> environment,
        @JsonProperty("ports") List<String> ports,
        @JsonProperty("memoryFloorBytes") long memoryFloorBytes,

        @JsonProperty("volumes") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> volumes) {
    /**
     * Copies lists and map.
     *
     * @throws IllegalArgumentException if something is missing, as it may be in what comes from elsewhere
     */
    public ImageConfiguration {
        if (architecture == null || mainClass == null || arguments == null || ports == null || environment == null) {
            throw new IllegalArgumentException("the configuration is not complete");
        }
        arguments = List.copyOf(arguments);
        // Images of Java programs, and those of older versions, do not have this.
        entrypoint = entrypoint == null ? List.of() : List.copyOf(entrypoint);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        ports = List.copyOf(ports);
        // Images of older versions do not have this.
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        if (environment.containsValue(null) || memoryFloorBytes < 0) {
            throw new IllegalArgumentException("the configuration has a variable without a value or no memory");
        }
    }

    /** A Java program's, which has no entry point. */
    public ImageConfiguration(
            String architecture,
            String mainClass,
            List<String> arguments,
            Map<String, String> environment,
            List<String> ports,
            long memoryFloorBytes,
            List<String> volumes) {
        this(architecture, mainClass, List.of(), arguments, environment, ports, memoryFloorBytes, volumes);
    }

    /** What the main method is given where the arguments are these. */
    public List<String> allArguments(List<String> given) {
        return Stream.concat(entrypoint.stream(), given.stream()).toList();
    }
}
