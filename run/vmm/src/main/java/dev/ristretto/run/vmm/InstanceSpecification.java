package dev.ristretto.run.vmm;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.host.PublishedPort;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run and in what surroundings.
 *
 * @param name name of the instance, shown in process lists
 * @param kernel the bootable ELF file
 * @param arguments arguments of the application's {@code main}
 * @param environment environment variables of the application, in this order
 * @param memoryBytes memory of the instance, in bytes
 * @param options what was chosen of the hypervisor's {@link HypervisorOption}s, by name; what is missing is as usual
 * @param ports ports of the guest that the host publishes
 * @param debugPort the loopback port where the instance waits for a debugger before its first instruction; 0 for none
 * @param capture the file that gets what passes its network card, in the pcapng format; needs
 *     {@link Capability#CAPTURE}
 */
public record InstanceSpecification(
        String name,
        Path kernel,
        List<String> arguments,
        Map<String, String> environment,
        long memoryBytes,
        Map<String, String> options,
        List<PublishedPort> ports,
        int debugPort,
        Optional<Path> capture) {

    /**
     * Checks what every hypervisor has to hand over.
     *
     * @throws IllegalArgumentException if there is no memory, or arguments and environment cannot be handed over
     */
    public InstanceSpecification {
        if (memoryBytes <= 0) {
            throw new IllegalArgumentException("Memory must be positive, not " + memoryBytes + " bytes");
        }
        arguments = List.copyOf(arguments);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        options = Map.copyOf(options);
        ports = List.copyOf(ports);
        // Whoever starts it writes this; what cannot be written is refused here, where it is made.
        CommandLine.of(environment, arguments);
    }

    /** Without a capture. */
    public InstanceSpecification(
            String name,
            Path kernel,
            List<String> arguments,
            Map<String, String> environment,
            long memoryBytes,
            Map<String, String> options,
            List<PublishedPort> ports,
            int debugPort) {
        this(name, kernel, arguments, environment, memoryBytes, options, ports, debugPort, Optional.empty());
    }
}
