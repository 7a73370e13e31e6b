package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.abi.Counters;
import dev.ristretto.abi.NetworkCounter;
import dev.ristretto.abi.NetworkCounterBlock;
import dev.ristretto.abi.Report;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.launch.GuestReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Counters} and the {@link NetworkCounterBlock} in a guest's memory, read by QEMU's monitor ({@code xp},
 * "examine physical memory"): QMP has no command of its own for that which does not go through a file.
 *
 * @param counters where they are, a physical address
 * @param network where those of the network are; null if the image is of before there were any
 */
record CounterReader(long counters, @Nullable Long network) {

    private static final int WORDS = Counters.SIZE / Long.BYTES;

    private static final NetworkCounter[] NETWORK = NetworkCounter.values();
    private static final int NETWORK_HEADER = NetworkCounterBlock.COUNTERS / Long.BYTES;

    private static final Pattern WORD = Pattern.compile(" 0x([0-9a-f]{16})");

    /** Where a report says that they are; empty if it does not, yet. */
    static Optional<CounterReader> ofReport(Path report) {
        try (InputStream channel = Files.newInputStream(report)) {
            Map<String, Long> addresses = GuestReport.addresses(channel);
            return Optional.ofNullable(addresses.get(Report.COUNTERS))
                    .map(address -> new CounterReader(address, addresses.get(Report.NETWORK_COUNTERS)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks QEMU; fails if it refuses or ends. */
    CompletableFuture<Optional<GuestCounters>> read(QmpClient client) {
        CompletableFuture<long[]> words = examine(client, counters, WORDS);
        CompletableFuture<Map<NetworkCounter, Long>> traffic = network == null
                ? CompletableFuture.completedFuture(Map.of())
                : examine(client, network, NETWORK_HEADER + NETWORK.length).thenApply(CounterReader::traffic);
        return words.thenCombine(traffic, CounterReader::parse);
    }

    /** Words of the guest's memory; others than asked for where it has none. */
    private static CompletableFuture<long[]> examine(QmpClient client, long address, int words) {
        ObjectNode command = JsonNodeFactory.instance
                .objectNode()
                .put("command-line", "xp /" + words + "gx 0x" + Long.toHexString(address));
        return client.execute("human-monitor-command", command)
                .thenApply(answer -> WORD.matcher(answer.asText())
                        .results()
                        .mapToLong(word -> Long.parseUnsignedLong(word.group(1), 16))
                        .toArray());
    }

    private static Optional<GuestCounters> parse(long[] words, Map<NetworkCounter, Long> traffic) {
        if (words.length != WORDS
                || words[0] != Counters.MAGIC
                || Arrays.stream(words).anyMatch(word -> word < 0)) {
            return Optional.empty();
        }
        return Optional.of(new GuestCounters(
                word(words, Counters.BOOT_NANOS),
                word(words, Counters.RECEIVED),
                word(words, Counters.RECEIVED + Long.BYTES),
                word(words, Counters.SENT),
                word(words, Counters.SENT + Long.BYTES),
                traffic));
    }

    /** Those that the image has, too; none while it has no network, or if it talks nonsense. */
    private static Map<NetworkCounter, Long> traffic(long[] words) {
        Map<NetworkCounter, Long> traffic = new EnumMap<>(NetworkCounter.class);
        if (words.length != NETWORK_HEADER + NETWORK.length || words[0] != NetworkCounterBlock.MAGIC) {
            return traffic;
        }
        long known = Math.min(NETWORK.length, word(words, NetworkCounterBlock.COUNT));
        for (int i = 0; i < known; i++) {
            long value = word(words, NetworkCounterBlock.offset(NETWORK[i]));
            if (value < 0) {
                return Map.of();
            }
            traffic.put(NETWORK[i], value);
        }
        return traffic;
    }

    private static long word(long[] words, int offset) {
        return words[offset / Long.BYTES];
    }
}
