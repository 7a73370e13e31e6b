package dev.ristretto.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a store takes, and what of it may go. */
@Timeout(120)
class StorePruneTest {

    @TempDir
    Path folder;

    /** A new one each time: stores of several processes know of each other by their files alone. */
    private ImageStore store() {
        return new ImageStore(folder.resolve("images"));
    }

    private Image put(String name, String kernel) {
        byte[] bytes = kernel.getBytes(StandardCharsets.UTF_8);
        ImageConfiguration configuration =
                new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 24L << 20, List.of());
        return store().put(
                        ImageName.parse(name),
                        bytes,
                        "debug".getBytes(StandardCharsets.UTF_8),
                        Optional.empty(),
                        configuration,
                        ImageStoreTest.report(bytes.length));
    }

    private Path blob(String name) {
        return folder.resolve("images/blobs/sha256").resolve(name);
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(blob(""))) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    @Test
    void nothingTakesNothingAndMakesNoFolder() {
        assertThat(store().usage()).isEqualTo(new StoreUsage(0, 0, 0, 0, 0, 0, 0));
        assertThat(store().prune(true, false)).isEqualTo(new PrunedImages(List.of(), 0, 0));
        assertThat(folder.resolve("images")).doesNotExist();
    }

    @Test
    void usageTellsWhatIsSharedUsedAndLeftOver() throws Exception {
        put("a", "first kernel");
        Image b = put("b", "other kernel!");
        store().lease("b", "web");
        long clean = bytesOnDisk();
        Files.writeString(blob("0123"), "left over");
        Files.writeString(blob(".4567-1-1.new"), "cut");
        StoreUsage usage = store().usage();
        assertThat(usage.images()).isEqualTo(2);
        assertThat(usage.usedImages()).isEqualTo(1);
        assertThat(usage.bytes()).isEqualTo(clean);
        assertThat(usage.leftOvers()).isEqualTo(2);
        assertThat(usage.leftOverBytes()).isEqualTo(12);
        // Configuration and debug file are the same.
        assertThat(usage.sharedBytes()).isGreaterThan("debug".length()).isLessThan(clean);
        PrunedImages pruned = store().prune(true, false);
        assertThat(pruned.bytes()).isEqualTo(usage.unusedBytes() + usage.leftOverBytes());
        assertThat(bytesOnDisk()).isEqualTo(clean - usage.unusedBytes());
        assertThat(b.kernel()).exists();
    }

    @Test
    void withoutAllOnlyWhatNoImageNeedsGoes() throws Exception {
        Image a = put("a", "kernel");
        Files.writeString(blob("0123"), "left over");
        assertThat(store().prune(false, true)).isEqualTo(new PrunedImages(List.of(), 1, 9));
        assertThat(blob("0123")).exists();
        assertThat(store().prune(false, false)).isEqualTo(new PrunedImages(List.of(), 1, 9));
        assertThat(blob("0123")).doesNotExist();
        assertThat(store().resolve("a").kernel()).isEqualTo(a.kernel()).exists();
        assertThat(store().prune(false, false).files()).isZero();
    }

    @Test
    void whatIsHeldStaysWithAllItsNamesAndWithout() throws Exception {
        Image old = put("shop", "old kernel");
        store().lease("shop", "web@1");
        Image held = put("shop", "new kernel");
        store().lease("shop", "db");
        put("shop:also", "new kernel");
        put("other", "other kernel");
        put("other:2", "other kernel");
        assertThat(store().prune(true, true).names())
                .map(ImageName::toString)
                .containsExactly("other:2", "other:latest");
        assertThat(store().contains("other")).isTrue();
        assertThat(store().prune(true, false).names()).hasSize(2);
        assertThat(store().list().images()).map(Image::digest).containsExactly(held.digest());
        assertThat(store().resolve("shop:also").digest()).isEqualTo(held.digest());
        assertThat(old.kernel()).exists();
        store().release("web@1");
        assertThat(old.kernel()).doesNotExist();
        assertThatThrownBy(() -> store().resolve("other")).hasMessageContaining("No image is called other");
    }

    @Test
    void besideADamagedImageNothingGoesUntilItIsGoneItself() throws Exception {
        Image damaged = put("damaged", "kernel");
        Files.writeString(blob(damaged.digest().substring("sha256:".length())), "no manifest");
        Files.writeString(blob("0123"), "left over");
        assertThat(store().prune(false, false).files()).isZero();
        assertThat(blob("0123")).exists();
        assertThat(store().prune(true, false).names()).map(ImageName::toString).containsExactly("damaged:latest");
        assertThat(bytesOnDisk()).isZero();
    }

    @Test
    void aHoldThatWasNotWrittenToItsEndIsNone() throws Exception {
        put("a", "kernel");
        Files.createDirectories(folder.resolve("images/holds"));
        Files.writeString(folder.resolve("images/holds/.web-1-1.new"), "");
        assertThat(store().holders()).isEmpty();
        assertThat(store().prune(true, false).names()).hasSize(1);
        assertThat(bytesOnDisk()).isZero();
    }

    /** Against a model: what is held can be used, what is not held and has no name is gone. */
    @Test
    void whateverIsDoneInWhateverOrderWhatIsHeldStays() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed: " + seed);
        Random random = new Random(seed);
        Map<String, String> names = new TreeMap<>();
        Map<String, String> holds = new TreeMap<>();
        Map<String, Path> kernels = new TreeMap<>();
        for (int step = 0; step < 250; step++) {
            String name = "i" + random.nextInt(4) + ":latest";
            String holder = "h" + random.nextInt(4);
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    Image image = put(name, "kernel " + random.nextInt(6));
                    names.put(name, image.digest());
                    kernels.put(image.digest(), image.kernel());
                }
                case 2 -> {
                    if (names.containsKey(name) && !holds.containsKey(holder)) {
                        holds.put(holder, store().lease(name, holder).digest());
                    }
                }
                case 3 -> {
                    store().release(holder);
                    holds.remove(holder);
                }
                case 4 -> store().prune(false, false);
                default -> {
                    boolean dry = random.nextBoolean();
                    Set<String> unheld = new HashSet<>(names.keySet());
                    unheld.removeIf(known -> holds.containsValue(names.get(known)));
                    assertThat(store().prune(true, dry).names())
                            .map(ImageName::toString)
                            .containsExactlyInAnyOrderElementsOf(unheld);
                    if (!dry) {
                        names.keySet().removeAll(unheld);
                    }
                }
            }
            Set<String> needed = new HashSet<>(names.values());
            needed.addAll(holds.values());
            kernels.forEach((digest, kernel) -> assertThat(Files.exists(kernel))
                    .as("step %s of seed %s", kernel, seed)
                    .isEqualTo(needed.stream().anyMatch(other -> kernel.equals(kernels.get(other)))));
            assertThat(store().usage().leftOvers()).isZero();
        }
    }

    @Test
    void pruningBesideThoseWhoComeAndGoNeverTakesWhatTheyHold() throws Exception {
        put("shop", "kernel");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> users = new ArrayList<>();
            for (int user = 0; user < 4; user++) {
                String holder = "user-" + user;
                users.add(threads.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        try {
                            Image image = store().lease("shop", holder);
                            assertThat(Files.readString(image.kernel())).isEqualTo("kernel");
                            store().release(holder);
                        } catch (ImageException e) {
                            // Pruned while nobody held it; the next one to build it makes it again.
                            assertThat(e).hasMessageContaining("No image is called shop");
                            put("shop", "kernel");
                        }
                    }
                    return null;
                }));
            }
            users.add(threads.submit(() -> {
                for (int i = 0; i < 50; i++) {
                    store().prune(true, false);
                    store().usage();
                }
                return null;
            }));
            for (Future<?> user : users) {
                user.get();
            }
        }
        store().prune(true, false);
        assertThat(bytesOnDisk()).isZero();
    }
}
