package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param labels what it is found by, besides its name
 * @param health how to find out whether it is well
 * @param as what it runs as, by the name of a hypervisor: {@code vm} or {@code process}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
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
        String restart,
        Map<String, String> labels,
        @Nullable HealthCheck health,
        String as) {

    /** What it runs as if nothing else is said. */
    public static final String USUAL = "vm";

    /**
     * Checks that nothing is missing, as it may be in JSON, and copies the collections. Labels, and as what it runs,
     * may be missing, as they were once unknown.
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
        arguments.forEach(argument -> require(argument, "one of arguments"));
        ports.forEach(port -> require(port, "one of ports"));
        // Thousands of instances have the same in these.
        image = image.intern();
        digest = digest.intern();
        kernel = kernel.intern();
        machine = machine.intern();
        accelerator = accelerator.intern();
        restart = restart.intern();
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        ports = List.copyOf(ports);
        // These may be null in JSON, whatever their types say.
        @Nullable String hypervisor = as;
        as = hypervisor == null ? USUAL : hypervisor.intern();
        @Nullable Map<String, String> given = labels;
        labels = given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /** Without labels and health check. */
    public Specification(
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
        this(
                image,
                digest,
                kernel,
                arguments,
                environment,
                memoryBytes,
                machine,
                accelerator,
                ports,
                restart,
                Map.of(),
                null,
                USUAL);
    }

    static void require(@Nullable Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }

    /** The same with the image found. */
    public Specification withImage(String found, String file) {
        return copy(found, file, ports, restart, labels, health);
    }

    /** The same with other labels and another health check. */
    public Specification with(Map<String, String> otherLabels, @Nullable HealthCheck otherHealth) {
        return copy(digest, kernel, ports, restart, otherLabels, otherHealth);
    }

    /** The same with other ports. */
    public Specification withPorts(List<String> others) {
        return copy(digest, kernel, others, restart, labels, health);
    }

    /** The same with another restart policy. */
    public Specification withRestart(String policy) {
        return copy(digest, kernel, ports, policy, labels, health);
    }

    /** The same as something else. */
    public Specification runningAs(String hypervisor) {
        return new Specification(
                image,
                digest,
                kernel,
                arguments,
                environment,
                memoryBytes,
                machine,
                accelerator,
                ports,
                restart,
                labels,
                health,
                hypervisor);
    }

    private Specification copy(
            String newDigest,
            String newKernel,
            List<String> newPorts,
            String newRestart,
            Map<String, String> newLabels,
            @Nullable HealthCheck newHealth) {
        return new Specification(
                image,
                newDigest,
                newKernel,
                arguments,
                environment,
                memoryBytes,
                machine,
                accelerator,
                newPorts,
                newRestart,
                newLabels,
                newHealth,
                as);
    }
}
