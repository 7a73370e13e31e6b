package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon says about itself.
 *
 * @param pid its process
 * @param version of ristretto
 * @param uptimeSeconds for how long it has run
 * @param socket where it listens
 * @param listening the URL at which it can be reached over a network; without it, by its socket only
 * @param dataFolder where it keeps database and console files
 * @param instances how many it keeps
 * @param runningInstances how many of them run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DaemonStatus(
        long pid,
        String version,
        long uptimeSeconds,
        String socket,
        @Nullable String listening,
        String dataFolder,
        int instances,
        int runningInstances) {}
