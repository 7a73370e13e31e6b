package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in the daemon's store.
 *
 * @param names by which it is known
 * @param digest its identity
 * @param kernelBytes size of the bootable file
 * @param memoryFloorBytes the least memory that it boots with
 * @param mainClass the class whose main method runs
 * @param instances how many instances are of it
 * @param sender who has sent it; null if it was built on the daemon's computer
 * @param sent when, in ISO 8601
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageView(
        List<String> names,
        String digest,
        long kernelBytes,
        long memoryFloorBytes,
        String mainClass,
        int instances,
        @Nullable String sender,
        @Nullable String sent) {}
