package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to change in what the replicas of a service run; what is absent stays. The daemon merges it with the present
 * specification. What was baked into the image before gives way to what is baked into the new one. Immutable.
 *
 * @param image the new image's name in the daemon's store, or what it is to be called beside its digest
 * @param digest the new image itself; without it, what {@code image} names
 * @param arguments arguments of the application's {@code main}, in place of all others
 * @param environment variables that get these values; the others stay
 * @param unset names of variables that are set no more; those that are baked into the image have the value from there
 *     again
 * @param memoryBytes memory of each replica
 * @param cpus number of processors of each replica, from 1 to 64, or 0 for as many as their host has
 * @param accelerator {@code auto}, {@code kvm} or {@code tcg}
 * @param labels labels that get these values; the others stay
 * @param health how to find out whether a replica is well
 * @param as what each replica runs as, by the name of a hypervisor: {@code vm} or {@code process}
 * @param hostAccess whether replicas may reach the loopback interface of their host
 * @param volumes {@code NAME:PATH[:ro]} or {@code NAME:PATH,size=SIZE}, in place of all others
 * @param tmpfs where there are files in memory, {@code PATH[:SIZE]}, in place of all others
 * @param readOnly whether replicas can change no files but those in volumes, in memory and devices
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServicePatch(
        @Nullable String image,
        @Nullable String digest,
        @Nullable List<String> arguments,
        @Nullable Map<String, String> environment,
        @Nullable List<String> unset,
        @Nullable Long memoryBytes,
        @Nullable Integer cpus,
        @Nullable String accelerator,
        @Nullable Map<String, String> labels,
        @Nullable HealthCheck health,
        @Nullable String as,
        @Nullable Boolean hostAccess,
        @Nullable List<String> volumes,
        @Nullable List<String> tmpfs,
        @Nullable Boolean readOnly) {

    /** Changes nothing. */
    public static final ServicePatch NOTHING = of(null, null, Workload.NOTHING, null, null);

    /**
     * What is asked for of replicas.
     *
     * @param image the new image's name, if it is to be another
     * @param digest that image itself
     * @param accelerator if it is to be another
     * @param as if they are to run as something else
     */
    public static ServicePatch of(
            @Nullable String image,
            @Nullable String digest,
            Workload workload,
            @Nullable String accelerator,
            @Nullable String as) {
        return new ServicePatch(
                image,
                digest,
                workload.arguments().orElse(null),
                workload.environment(),
                List.of(),
                workload.memoryBytes().orElse(null),
                workload.cpus().orElse(null),
                accelerator,
                workload.labels(),
                workload.health(),
                as,
                workload.hostAccess().orElse(null),
                workload.volumes().orElse(null),
                workload.tmpfs().orElse(null),
                workload.readOnly().orElse(null));
    }

    /** What is asked for besides the image. */
    public Workload workload() {
        return new Workload(
                Optional.ofNullable(arguments),
                Objects.requireNonNullElse(environment, Map.of()),
                Optional.ofNullable(memoryBytes),
                Optional.ofNullable(cpus),
                Objects.requireNonNullElse(labels, Map.of()),
                health,
                Optional.ofNullable(hostAccess),
                Optional.ofNullable(volumes),
                Optional.ofNullable(tmpfs),
                Optional.ofNullable(readOnly));
    }
}
