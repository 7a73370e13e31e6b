package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An instance as its users see it. Times are ISO 8601 in UTC.
 *
 * @param id a number that no other instance ever has
 * @param name as it was given
 * @param wanted {@code running}, {@code stopped}, {@code restarted} or {@code removed}
 * @param state {@code waiting} (to be started), {@code starting}, {@code running}, {@code stopping} or {@code ended}
 * @param specification what it runs
 * @param pid number of its process while it runs
 * @param exitStatus how it ended last: the application's own, or 70 after a panic, 71 if it was lost, 137 if killed,
 *     125 if it could not be started
 * @param reason the same in words
 * @param lastLines the end of its console when it ended last
 * @param restarts how often it was started again by itself
 * @param created when it was made
 * @param started when it was started last
 * @param ended when it ended last
 * @param health {@code none}, {@code starting}, {@code healthy} or {@code unhealthy}
 * @param readyMillis how long its last start took until it was healthy for the first time; absent if it was not or is
 *     not checked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceView(
        long id,
        String name,
        DesiredState wanted,
        InstanceState state,
        Specification specification,
        @Nullable Long pid,
        @Nullable Integer exitStatus,
        @Nullable String reason,
        List<String> lastLines,
        int restarts,
        String created,
        @Nullable String started,
        @Nullable String ended,
        HealthState health,
        @Nullable Long readyMillis) {}
