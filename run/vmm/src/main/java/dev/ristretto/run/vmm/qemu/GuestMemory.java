package dev.ristretto.run.vmm.qemu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.run.vmm.GuestFigures;
import dev.ristretto.run.vmm.child.GuestReport;
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
 * The figures in a guest's memory (kernel: {@code machine.Figures}), read by QEMU's monitor ({@code xp}, "examine physical memory"): QMP has no
 * command of its own for that which does not go through a file.
 *
 * @param address where they are, a physical address
 */
record GuestMemory(long address) {

    private static final int WORDS = 6;

    /** The letters RISTFIG1. */
    private static final long MAGIC = 0x3147_4946_5453_4952L;

    private static final Pattern WORD = Pattern.compile(" 0x([0-9a-f]{16})");

    /** Where a report says that they are; empty if it does not, yet. */
    static Optional<GuestMemory> ofFigures(Path report) {
        try (InputStream channel = Files.newInputStream(report)) {
            OptionalLong address = GuestReport.figuresAddress(channel);
            return address.isPresent() ? Optional.of(new GuestMemory(address.getAsLong())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks QEMU; fails if it refuses or ends. */
    CompletableFuture<Optional<GuestFigures>> read(QmpClient client) {
        ObjectNode command = JsonNodeFactory.instance
                .objectNode()
                .put("command-line", "xp /" + WORDS + "gx 0x" + Long.toHexString(address));
        return client.execute("human-monitor-command", command).thenApply(answer -> parse(answer.asText()));
    }

    private static Optional<GuestFigures> parse(String text) {
        long[] words = WORD.matcher(text)
                .results()
                .mapToLong(word -> Long.parseUnsignedLong(word.group(1), 16))
                .toArray();
        if (words.length != WORDS || words[0] != MAGIC || Arrays.stream(words).anyMatch(word -> word < 0)) {
            return Optional.empty();
        }
        return Optional.of(new GuestFigures(words[1], words[2], words[3], words[4], words[5]));
    }
}
