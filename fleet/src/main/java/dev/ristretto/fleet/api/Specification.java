package dev.ristretto.fleet.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an instance runs and in what surroundings. Immutable. Texts have the form that they have on the command line.
 *
 * @param image the image's name when the instance was made, for people
 * @param digest the image itself
 * @param kernel its bootable file; set by the daemon
 * @param arguments arguments of the application's {@code main}
 * @param environment environment variables of the application, in this order
 * @param memoryBytes memory of the instance
 * @param machine {@code microvm} or {@code q35}
 * @param accelerator {@code auto}, {@code kvm} or {@code tcg}
 * @param ports published ports, {@code ADDRESS:HOST:GUEST[/udp]}
 * @param restart {@code no}, {@code on-failure[:N]} or {@code always}
 */
public record Specification(
        String image,
        String digest,
        String kernel,
        List<String> arguments,
        Map<String, String> environment,
        long memoryBytes,
        String machine,
        String accelerator,
        List<String> ports,
        String restart) {

    /**
     * Checks that nothing is missing, as it may be in JSON, and copies the collections.
     *
     * @throws IllegalArgumentException if something is
     */
    public Specification {
        require(image, "image");
        require(digest, "digest");
        require(kernel, "kernel");
        require(arguments, "arguments");
        require(environment, "environment");
        require(machine, "machine");
        require(accelerator, "accelerator");
        require(ports, "ports");
        require(restart, "restart");
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        ports = List.copyOf(ports);
    }

    static void require(@Nullable Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }

    /** The same with the image found. */
    public Specification withImage(String found, String file) {
        return new Specification(
                image, found, file, arguments, environment, memoryBytes, machine, accelerator, ports, restart);
    }
}
