package dev.ristretto.fleet.api.figures;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance's network stack has counted since the network was started, by its own words. What its kernel is too
 * old to count is absent.
 *
 * @param frames what has passed its network card, by protocol and direction
 * @param drops what went no further, by protocol, direction and reason
 * @param transmitExhausted how often the network card had no room for a frame
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NetworkFigures(
        List<FrameCount> frames,
        List<DropCount> drops,
        TcpCounts tcp,
        @Nullable Long transmitExhausted) {

    /**
     * Frames of a protocol.
     *
     * @param protocol {@code arp}, {@code icmp}, {@code udp}, {@code tcp}, {@code other_ipv4}, {@code other}
     * @param direction {@code receive}, {@code transmit}
     * @param bytes those of the frames, headers included
     */
    public record FrameCount(String protocol, String direction, long frames, long bytes) {}

    /**
     * Frames or packets that were dropped for a reason.
     *
     * @param protocol the one that dropped them, such as {@code ethernet}, {@code ipv4} or {@code tcp}
     * @param direction {@code receive}, {@code transmit}
     * @param reason such as {@code checksum} or {@code no_port}
     */
    public record DropCount(String protocol, String direction, String reason, long count) {}

    /**
     * What became of connections; all but the last have the names of RFC 4022.
     *
     * @param activeOpens connections that it has begun to open
     * @param passiveOpens connection requests that its listeners have answered
     * @param attemptFails connections that ended before they were open
     * @param estabResets open connections that ended otherwise than by both sides' FIN
     * @param retransSegs segments sent again
     * @param outRsts segments sent with the flag RST
     * @param synCookiesSent connection requests answered by a cookie: too many were half-open
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TcpCounts(
            @Nullable Long activeOpens,
            @Nullable Long passiveOpens,
            @Nullable Long attemptFails,
            @Nullable Long estabResets,
            @Nullable Long retransSegs,
            @Nullable Long outRsts,
            @Nullable Long synCookiesSent) {}
}
