package dev.ristretto.image.store;

import static dev.ristretto.image.store.ImageStoreTest.FRIEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file operation of every change and question fails in turn, once by itself and once together with all that
 * follow, as when the process is killed there. What is said is clear, and the store is as before or as after.
 */
@Timeout(300)
class StoreFaultsTest {
    @TempDir
    Path folder;

    private final FaultyFiles faults = new FaultyFiles();

    private record Operation(String name, boolean change, Consumer<ImageStore> action) {
        static Operation change(String name, Consumer<ImageStore> action) {
            return new Operation(name, true, action);
        }

        static Operation question(String name, Consumer<ImageStore> action) {
            return new Operation(name, false, action);
        }
    }

    private Image put(ImageStore store, String name, String content) {
        byte[] kernel = KernelBuilder.kernel(content);
        return store.put(
                ImageName.parse(name),
                kernel,
                content.getBytes(StandardCharsets.UTF_8),
                Optional.of(files(content)),
                new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1 << 20, List.of()),
                ImageStoreTest.report(kernel.length));
    }

    /** In the place of a file system of its own; written without faults. */
    private Path files(String content) {
        try {
            return Files.writeString(folder.resolve("root.erofs"), "files of " + content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Operation> operations(Map<String, byte[]> sent, String digest) {
        return List.of(
                Operation.change("build", store -> put(store, "new", "new kernel")),
                Operation.change("build under a name that another has", store -> put(store, "shop", "new kernel")),
                Operation.change("build what is there", store -> put(store, "again", "kernel of shop")),
                Operation.change("take in", store -> {
                    sent.forEach((name, content) -> store.receive(name, new ByteArrayInputStream(content)));
                    store.adopt(ImageName.parse("theirs"), digest, FRIEND, false);
                }),
                Operation.change("remove", store -> store.remove("shop")),
                Operation.change("hold", store -> store.lease("shop", "web")),
                Operation.change("let go", store -> store.release("old")),
                Operation.change("prune", store -> store.prune(true, false)),
                Operation.question("list", ImageStore::list),
                Operation.question("verify", ImageStore::verify),
                Operation.question("resolve", store -> store.resolve("shop")),
                Operation.question("report", store -> store.report(store.resolve("shop"))),
                Operation.question(
                        "check",
                        store -> store.requireIntact(store.resolve("shop").digest())),
                Operation.question("usage", ImageStore::usage));
    }

    @TestFactory
    Stream<DynamicTest> whateverFailsTheStoreIsAsBeforeOrAsAfter() throws Exception {
        ImageStore theirs = new ImageStore(folder.resolve("theirs"));
        Image image = put(theirs, "theirs", "their kernel");
        Map<String, byte[]> sent = new TreeMap<>();
        for (Map.Entry<String, Path> file : theirs.files(image).entrySet()) {
            sent.put(file.getKey(), Files.readAllBytes(file.getValue()));
        }
        return operations(sent, image.digest()).stream()
                .map(operation -> DynamicTest.dynamicTest(operation.name(), () -> {
                    failInTurn(operation, false);
                    if (operation.change()) {
                        failInTurn(operation, true);
                    }
                }));
    }

    private void failInTurn(Operation operation, boolean killed) throws IOException {
        Path root = fresh();
        Map<String, String> before = state(root);
        faults.failFrom(Integer.MAX_VALUE, Integer.MAX_VALUE);
        operation.action().accept(new ImageStore(faults.path(root)));
        int count = faults.operations();
        Map<String, String> after = state(root);
        assertThat(count).isPositive();
        for (int i = 0; i < count; i++) {
            root = fresh();
            faults.failFrom(i, killed ? Integer.MAX_VALUE : i + 1);
            String what = operation.name() + (killed ? ", killed at " : ", fault at ") + i + " of " + count;
            try {
                operation.action().accept(new ImageStore(faults.path(root)));
            } catch (ImageException e) {
                assertThat(e.getMessage()).as(what).containsPattern("injected fault: |is in the way|is missing");
                assertThat(String.valueOf(e.getMessage()).lines()).as(what).hasSize(1);
            }
            assertThat(state(root)).as(what).isIn(before, after);
            if (!killed) {
                assertThat(temporary(root)).as(what).isEmpty();
            }
            // Whatever was left goes with the next change.
            ImageStore store = new ImageStore(root);
            store.prune(false, false);
            assertThat(temporary(root)).as(what).isEmpty();
            assertThat(store.usage().leftOvers()).as(what).isZero();
        }
    }

    /** A copy of a store with three images, one of which has lost its name and is held. */
    private Path fresh() throws IOException {
        Path model = folder.resolve("model");
        if (!Files.exists(model)) {
            ImageStore store = new ImageStore(model);
            put(store, "shop", "kernel of shop");
            put(store, "market", "kernel of market");
            put(store, "old", "kernel of old");
            store.lease("old", "old");
            put(store, "old", "kernel of old, again");
        }
        Path root = Files.createTempDirectory(folder, "store").resolve("images");
        try (Stream<Path> files = Files.walk(model)) {
            for (Path file : files.toList()) {
                Path copy = root.resolve(model.relativize(file));
                if (file.toString().contains("/sha256/")) {
                    // They are replaced, never changed.
                    Files.createLink(copy, file);
                } else {
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return root;
    }

    /** What the store says: names with their images, and holders. */
    private static Map<String, String> state(Path root) {
        Map<String, String> state = new TreeMap<>();
        ImageStore store = new ImageStore(root);
        ImageListing listing = store.verify();
        assertThat(listing.problems()).isEmpty();
        listing.images()
                .forEach(image -> image.names()
                        .forEach(name -> state.put(name.toString(), image.digest() + " " + image.origin())));
        store.holders().forEach((holder, digest) -> state.put("holder " + holder, digest));
        return state;
    }

    private static List<Path> temporary(Path root) {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(file -> file.getFileName().toString().startsWith(".")).forEach(found::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
