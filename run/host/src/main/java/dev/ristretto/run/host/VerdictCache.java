package dev.ristretto.run.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remembers what was found out about this host between two calls, one small file per question. A cache only: whatever
 * goes wrong with its files, the question is asked again.
 */
public final class VerdictCache {

    private static final String WORKS = "works";

    private final Path folder;

    /** In a folder, which is created when needed. */
    public VerdictCache(Path folder) {
        this.folder = folder;
    }

    /** What names a file's present content without reading it: path, size and time of modification. */
    public static String identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return file + " " + attributes.size() + " "
                    + attributes.lastModifiedTime().toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What names this start of the host with this kernel: what was found out about Linux holds as long. */
    public static String thisBoot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + " "
                    + System.getProperty("os.version");
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Why something does not work on this host, in one line; empty if it does.
     *
     * @param question what is tried, and whatever the answer depends on
     * @param anew whether to try it in any case; else what was found out before counts
     * @param trial tries it
     */
    public Optional<String> obstacle(String question, boolean anew, Supplier<Optional<String>> trial) {
        String answer = answer(question, anew, () -> trial.get().orElse(WORKS));
        return answer.equals(WORKS) ? Optional.empty() : Optional.of(answer);
    }

    /** The answer to a question, as {@link #obstacle}. */
    public String answer(String question, boolean anew, Supplier<String> trial) {
        Optional<String> known = anew ? Optional.empty() : read(question);
        return known.orElseGet(() -> {
            String found = trial.get();
            write(question, found);
            return found;
        });
    }

    private Optional<String> read(String question) {
        try {
            return Optional.of(Files.readString(file(question)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(String question, String answer) {
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file(question), answer);
        } catch (IOException e) {
            // The answer is found again next time.
        }
    }

    private Path file(String question) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(question.getBytes(StandardCharsets.UTF_8));
            return folder.resolve("verdict-" + HexFormat.of().formatHex(digest, 0, 12));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
