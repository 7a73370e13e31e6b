package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.ReplicaState;
import dev.ristretto.fleet.api.state.ServiceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as its users see it. Times are ISO 8601 in UTC.
 *
 * @param id a number that no other service ever has
 * @param name as it was given
 * @param state {@code updating}, {@code rolling-back}, {@code steady}, {@code failed} or {@code removing}
 * @param image the image of the revision that is wanted
 * @param revision the last revision that came up whole; 0 if none has yet
 * @param target the revision that is wanted
 * @param previous the revision that {@code rollback} leads to; 0 if there is none
 * @param replicas how many are wanted
 * @param updated how many of the wanted revision are ready
 * @param ready how many of any revision are ready
 * @param settings how it is reached and changed
 * @param specification what a replica of the wanted revision runs
 * @param message why the last rollout failed, or what keeps the service from being reached
 * @param inFlight requests or connections that replicas work on; absent if that is not known
 * @param waiting those that are held until there is a replica
 * @param total how many there have been since the balancer was started
 * @param failures those of them that came to nobody, got no whole answer or one with a status of 500 or more
 * @param since when the last rollout began
 * @param deadline when the rollout fails unless one more replica is ready
 * @param created when it was made
 * @param members its instances
 * @param revisions those that it is brought to or may come back to
 * @param changes grows whenever something changes; not kept when the daemon ends
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceView(
        long id,
        String name,
        ServiceState state,
        String image,
        int revision,
        int target,
        int previous,
        int replicas,
        int updated,
        int ready,
        ServiceSettings settings,
        Specification specification,
        @Nullable String message,
        @Nullable Integer inFlight,
        @Nullable Integer waiting,
        @Nullable Long total,
        @Nullable Long failures,
        String since,
        @Nullable String deadline,
        String created,
        List<Member> members,
        List<Revision> revisions,
        long changes) {

    /**
     * An instance of a service.
     *
     * @param name the instance's
     * @param revision what it runs
     * @param state as that of the instance, or {@code draining}
     * @param health as that of the instance
     * @param port where it listens on the loopback address
     * @param inFlight requests or connections that it works on, if that is known
     * @param reason why it does not run, if it has ended or could not be started
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Member(
            String name,
            int revision,
            ReplicaState state,
            HealthState health,
            @Nullable Integer port,
            @Nullable Integer inFlight,
            @Nullable String reason) {}

    /**
     * What a service runs or has run.
     *
     * @param number counts from 1
     * @param specification what each of its replicas runs
     */
    public record Revision(int number, Specification specification) {}

    /** Whether nothing is under way. */
    @JsonIgnore
    public boolean isSettled() {
        return state == ServiceState.STEADY || state == ServiceState.FAILED;
    }
}
