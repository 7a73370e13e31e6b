package dev.ristretto.fleet.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ristretto.fleet.api.figures.NetworkFigures;
import org.jspecify.annotations.Nullable;

/**
 * What an instance's kernel has counted since it was started, by its own words; all is absent if it does not run or
 * does not tell.
 *
 * @param bootMillis milliseconds from the kernel's first instruction to the application's main
 * @param receivedPackets Ethernet frames that have come
 * @param receivedBytes their bytes, headers included
 * @param sentPackets Ethernet frames that were sent
 * @param sentBytes their bytes, headers included
 * @param network what its network stack has counted; absent, too, if it has none, has not used it or is of an older
 *     ristretto
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InstanceFigures(
        @Nullable Double bootMillis,
        @Nullable Long receivedPackets,
        @Nullable Long receivedBytes,
        @Nullable Long sentPackets,
        @Nullable Long sentBytes,
        @Nullable NetworkFigures network) {}
