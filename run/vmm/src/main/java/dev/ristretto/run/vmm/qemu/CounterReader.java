package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.abi.Counters;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.launch.GuestReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * The {@link Counters} in a guest's memory, read by QEMU's monitor ({@code xp}, "examine physical memory"): QMP has no
 * command of its own for that which does not go through a file.
 *
 * @param address where they are, a physical address
 */
record CounterReader(long address) {

    private static final int WORDS = Counters.SIZE / Long.BYTES;

    private static final Pattern WORD = Pattern.compile(" 0x([0-9a-f]{16})");

    /** Where a report says that they are; empty if it does not, yet. */
    static Optional<CounterReader> ofReport(Path report) {
        try (InputStream channel = Files.newInputStream(report)) {
            OptionalLong address = GuestReport.countersAddress(channel);
            return address.isPresent() ? Optional.of(new CounterReader(address.getAsLong())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks QEMU; fails if it refuses or ends. */
    CompletableFuture<Optional<GuestCounters>> read(QmpClient client) {
        ObjectNode command = JsonNodeFactory.instance
                .objectNode()
                .put("command-line", "xp /" + WORDS + "gx 0x" + Long.toHexString(address));
        return client.execute("human-monitor-command", command).thenApply(answer -> parse(answer.asText()));
    }

    private static Optional<GuestCounters> parse(String text) {
        long[] words = WORD.matcher(text)
                .results()
                .mapToLong(word -> Long.parseUnsignedLong(word.group(1), 16))
                .toArray();
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
                word(words, Counters.SENT + Long.BYTES)));
    }

    private static long word(long[] words, int offset) {
        return words[offset / Long.BYTES];
    }
}
