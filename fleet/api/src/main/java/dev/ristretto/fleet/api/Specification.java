package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ristretto.run.vmm.ProcessorCount;
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
 * @param cpus number of processors, from 1 to 64, or 0 for as many as its host has when it is started; 1 where nothing
 *     is said of them
 * @param machine {@code microvm} or {@code q35}
 * @param accelerator {@code auto}, {@code kvm} or {@code tcg}
 * @param ports published ports, {@code ADDRESS:HOST:GUEST[/udp]}
 * @param restart {@code no}, {@code on-failure[:N]} or {@code always}
 * @param labels what it is found by, besides its name
 * @param health how to find out whether it is well
 * @param as what it runs as, by the name of a hypervisor: {@code vm} or {@code process}
 * @param hostAccess whether it may reach the loopback interface of its host
 * @param volumes of its host, {@code NAME:PATH[:ro]} or {@code NAME:PATH,size=SIZE}; they stay when it goes. Each
 *     replica of a service has {@code NAME-ORDINAL} of its own where that can be written to
 * @param tmpfs where it has files in memory, {@code PATH[:SIZE]}
 * @param readOnly whether it can change no files but those in volumes, in memory and devices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Specification(
        String image,
        String digest,
        String kernel,
        List<String> arguments,
        Map<String, String> environment,
        long memoryBytes,
        Integer cpus,
        String machine,
        String accelerator,
        List<String> ports,
        String restart,
        Map<String, String> labels,
        @Nullable HealthCheck health,
        String as,
        boolean hostAccess,
        List<String> volumes,
        List<String> tmpfs,
        boolean readOnly) {

    /** What it runs as if nothing else is said. */
    public static final String USUAL = "vm";

    /**
     * Checks that nothing is missing, as it may be in JSON, and copies the collections. Labels, processors, and as
     * what it runs, may be missing, as they were once unknown.
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
        @Nullable Integer processors = cpus;
        cpus = processors == null ? ProcessorCount.USUAL : processors;
        @Nullable String hypervisor = as;
        as = hypervisor == null ? USUAL : hypervisor.intern();
        @Nullable List<String> mounted = volumes;
        volumes = mounted == null ? List.of() : List.copyOf(mounted);
        @Nullable List<String> temporary = tmpfs;
        tmpfs = temporary == null ? List.of() : List.copyOf(temporary);
        @Nullable Map<String, String> given = labels;
        labels = given == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static void require(@Nullable Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }

    /**
     * What runs an image with nothing else said, to which that can be added.
     *
     * @param kernel its bootable file; empty where the daemon will look for it
     */
    public static Builder builder(String image, String digest, String kernel, long memoryBytes) {
        return new Builder(image, digest, kernel, memoryBytes);
    }

    /** One like this, to be changed. */
    public Builder toBuilder() {
        return new Builder(image, digest, kernel, memoryBytes)
                .cpus(cpus)
                .arguments(arguments)
                .environment(environment)
                .machine(machine)
                .accelerator(accelerator)
                .ports(ports)
                .restart(restart)
                .labels(labels)
                .health(health)
                .as(as)
                .hostAccess(hostAccess)
                .volumes(volumes)
                .tmpfs(tmpfs)
                .readOnly(readOnly);
    }

    /** The same with the image found. */
    public Specification withImage(String found, String file) {
        return toBuilder().digest(found).kernel(file).build();
    }

    /** The same with other labels and another health check. */
    public Specification with(Map<String, String> otherLabels, @Nullable HealthCheck otherHealth) {
        return toBuilder().labels(otherLabels).health(otherHealth).build();
    }

    /** The same with other ports. */
    public Specification withPorts(List<String> others) {
        return toBuilder().ports(others).build();
    }

    /** The same with other volumes. */
    public Specification withVolumes(List<String> others) {
        return toBuilder().volumes(others).build();
    }

    /** The same with another restart policy. */
    public Specification withRestart(String policy) {
        return toBuilder().restart(policy).build();
    }

    /** The same as something else. */
    public Specification runningAs(String hypervisor) {
        return toBuilder().as(hypervisor).build();
    }

    /** Makes specifications; each method sets the component of its name. For one thread. */
    public static final class Builder {
        private final String image;
        private String digest;
        private String kernel;
        private final long memoryBytes;
        private int cpus = ProcessorCount.USUAL;
        private List<String> arguments = List.of();
        private Map<String, String> environment = Map.of();
        private String machine = "";
        private String accelerator = "";
        private List<String> ports = List.of();
        private String restart = "no";
        private Map<String, String> labels = Map.of();
        private @Nullable HealthCheck health;
        private String as = USUAL;
        private boolean hostAccess;
        private List<String> volumes = List.of();
        private List<String> tmpfs = List.of();
        private boolean readOnly;

        private Builder(String image, String digest, String kernel, long memoryBytes) {
            this.image = image;
            this.digest = digest;
            this.kernel = kernel;
            this.memoryBytes = memoryBytes;
        }

        public Builder digest(String value) {
            digest = value;
            return this;
        }

        public Builder kernel(String value) {
            kernel = value;
            return this;
        }

        public Builder cpus(int value) {
            cpus = value;
            return this;
        }

        public Builder arguments(List<String> value) {
            arguments = value;
            return this;
        }

        public Builder environment(Map<String, String> value) {
            environment = value;
            return this;
        }

        public Builder machine(String value) {
            machine = value;
            return this;
        }

        public Builder accelerator(String value) {
            accelerator = value;
            return this;
        }

        public Builder ports(List<String> value) {
            ports = value;
            return this;
        }

        public Builder restart(String value) {
            restart = value;
            return this;
        }

        public Builder labels(Map<String, String> value) {
            labels = value;
            return this;
        }

        public Builder health(@Nullable HealthCheck value) {
            health = value;
            return this;
        }

        public Builder as(String value) {
            as = value;
            return this;
        }

        public Builder hostAccess(boolean value) {
            hostAccess = value;
            return this;
        }

        public Builder volumes(List<String> value) {
            volumes = value;
            return this;
        }

        public Builder tmpfs(List<String> value) {
            tmpfs = value;
            return this;
        }

        public Builder readOnly(boolean value) {
            readOnly = value;
            return this;
        }

        /**
         * The specification.
         *
         * @throws IllegalArgumentException if something is missing
         */
        public Specification build() {
            return new Specification(
                    image,
                    digest,
                    kernel,
                    arguments,
                    environment,
                    memoryBytes,
                    cpus,
                    machine,
                    accelerator,
                    ports,
                    restart,
                    labels,
                    health,
                    as,
                    hostAccess,
                    volumes,
                    tmpfs,
                    readOnly);
        }
    }
}
