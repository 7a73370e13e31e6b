package dev.ristretto.fleet.api;

import java.util.List;

/**
 * An image in the daemon's store.
 *
 * @param names by which it is known
 * @param digest its identity
 * @param kernelBytes size of the bootable file
 * @param memoryFloorBytes the least memory that it boots with
 * @param mainClass the class whose main method runs
 * @param instances how many instances are of it
 */
public record ImageView(
        List<String> names, String digest, long kernelBytes, long memoryFloorBytes, String mainClass, int instances) {}
