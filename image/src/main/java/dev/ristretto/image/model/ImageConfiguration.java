package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to start an image: the OCI configuration object. Immutable.
 *
 * @param architecture of the machine, {@code amd64}
 * @param mainClass the class whose main method runs
 * @param arguments of the main method, unless others are given at start
 * @param environment variables, each of which may be overridden at start
 * @param ports that the application is said to listen on, for example {@code 8080/tcp}
 * @param memoryFloorBytes the least memory that the image boots with
 */
public record ImageConfiguration(
        @JsonProperty("architecture") String architecture,
        @JsonProperty("mainClass") String mainClass,
        @JsonProperty("arguments") List<String> arguments,
        @JsonProperty("environment") Map<String, String> environment,
        @JsonProperty("ports") List<String> ports,
        @JsonProperty("memoryFloorBytes") long memoryFloorBytes) {
    /** Copies lists and map. */
    public ImageConfiguration {
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        ports = List.copyOf(ports);
    }
}
