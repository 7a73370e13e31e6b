package dev.ristretto.fleet.api;

/**
 * What a daemon says about itself.
 *
 * @param pid its process
 * @param version of ristretto
 * @param uptimeSeconds for how long it has run
 * @param socket where it listens
 * @param dataFolder where it keeps database and console files
 * @param instances how many it keeps
 * @param runningInstances how many of them run
 */
public record DaemonStatus(
        long pid,
        String version,
        long uptimeSeconds,
        String socket,
        String dataFolder,
        int instances,
        int runningInstances) {}
