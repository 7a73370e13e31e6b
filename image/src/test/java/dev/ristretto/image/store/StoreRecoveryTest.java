package dev.ristretto.image.store;

import static dev.ristretto.image.store.ImageStoreTest.FRIEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does about damage, left-overs, permissions and images from elsewhere. */
class StoreRecoveryTest {
    @TempDir
    Path folder;

    private Path root;
    private Image shop;

    @BeforeEach
    void fill() {
        root = folder.resolve("images");
        shop = put("shop:1", "kernel of shop");
        put("market", "kernel of market");
    }

    private ImageStore store() {
        return new ImageStore(root);
    }

    private Image put(String name, String content) {
        return put(store(), name, content);
    }

    private static Image put(ImageStore store, String name, String content) {
        byte[] kernel = KernelBuilder.kernel(content);
        return store.put(
                ImageName.parse(name),
                kernel,
                content.getBytes(StandardCharsets.UTF_8),
                Optional.empty(),
                new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1 << 20, List.of()),
                ImageStoreTest.report(kernel.length));
    }

    private static List<String> names(ImageStore store) {
        return store.list().images().stream()
                .flatMap(image -> image.names().stream())
                .map(ImageName::toString)
                .sorted()
                .toList();
    }

    private static void send(ImageStore from, Image image, ImageStore to) throws IOException {
        for (Map.Entry<String, Path> file : from.files(image).entrySet()) {
            to.receive(file.getKey(), Files.newInputStream(file.getValue()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "null",
                "[]",
                "{\"schemaVersion\":2}",
                "\u0000\u0000\u0000\u0000",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"x\",\"digest\":\"sha256:../x\",\"size\":1}]}"
            })
    void aDamagedIndexIsFoundAgainWithAllNames(String content) throws Exception {
        String whole = Files.readString(root.resolve("index.json"));
        Files.writeString(root.resolve("index.json"), content);
        assertThat(names(store())).containsExactly("market:latest", "shop:1");
        assertThat(store().resolve("shop:1").origin()).isEmpty();
        put("third", "kernel");
        store().remove("third");
        assertThat(root.resolve("index.json")).hasContent(whole);
    }

    @Test
    void anIndexThatIsCutAnywhereIsFoundAgain() throws Exception {
        byte[] whole = Files.readAllBytes(root.resolve("index.json"));
        for (int length = 0; length < whole.length - 2; length += 7) {
            byte[] cut = new byte[length];
            System.arraycopy(whole, 0, cut, 0, length);
            Files.write(root.resolve("index.json"), cut);
            assertThat(names(store())).as("cut at %d", length).containsExactly("market:latest", "shop:1");
        }
    }

    @Test
    void aLostIndexIsFoundAgainAndTheNextChangeLosesNothing() throws Exception {
        Files.delete(root.resolve("index.json"));
        assertThat(names(store())).containsExactly("market:latest", "shop:1");
        store().remove("market");
        assertThat(names(store())).containsExactly("shop:1");
        assertThat(store().verify().problems()).isEmpty();
    }

    @Test
    void whatComesBetweenTheTwoWritesLosesNoImage() throws Exception {
        byte[] before = Files.readAllBytes(root.resolve("index.json"));
        put("third", "kernel of third");
        Files.write(root.resolve("index.json"), before);
        assertThat(names(store())).containsExactly("market:latest", "shop:1");
        Files.delete(root.resolve("index.json"));
        assertThat(names(store())).containsExactly("market:latest", "shop:1", "third:latest");
    }

    @Test
    void withoutIndexAndCopyImagesAreCalledByTheirDigestsAndCountAsForeign() throws Exception {
        Files.delete(root.resolve("index.json"));
        Files.writeString(root.resolve("index-copy.json"), "{");
        String name = "recovered:" + shop.shortDigest();
        assertThat(names(store())).hasSize(2).contains(name);
        assertThat(store().resolve(name).digest()).isEqualTo(shop.digest());
        assertThat(store().resolve(name).origin())
                .hasValueSatisfying(origin -> assertThat(origin.sender()).contains("nobody knows"));
        put("third", "kernel of third");
        assertThat(names(store())).hasSize(3).contains(name);
        assertThat(store().resolve(name).origin()).isPresent();
        assertThat(put("shop:1", "kernel of shop").origin()).isEmpty();
    }

    @Test
    void aStoreOfAnOlderVersionGetsItsCopyWithTheFirstChange() throws Exception {
        Files.delete(root.resolve("index-copy.json"));
        store().lease("shop:1", "web");
        Files.delete(root.resolve("index.json"));
        assertThat(names(store())).containsExactly("market:latest", "shop:1");
    }

    @Test
    void whatIsOnItsWayToANewStoreIsNoImageYet() throws Exception {
        ImageStore other = new ImageStore(folder.resolve("other"));
        send(store(), shop, other);
        assertThat(names(other)).isEmpty();
    }

    @Test
    void anImageWhoseFilesHaveChangedIsNotStarted() throws Exception {
        Path files = Files.writeString(folder.resolve("root.erofs"), "file system");
        Image image = store().put(
                        ImageName.parse("files"),
                        KernelBuilder.kernel("kernel"),
                        new byte[0],
                        Optional.of(files),
                        shop.configuration(),
                        store().report(shop));
        Path stored = image.root().orElseThrow();
        assertThat(stored).hasContent("file system");
        assertThat(store().files(image)).containsValue(stored);
        store().requireIntact(image.digest());
        Files.writeString(stored, "file sYstem");
        assertThatThrownBy(() -> store().requireIntact(image.digest()))
                .isInstanceOf(DamagedImageException.class)
                .hasMessageContaining("the content of " + stored + " does not match its name");
        Files.delete(stored);
        assertThatThrownBy(() -> store().resolve("files"))
                .isInstanceOf(DamagedImageException.class)
                .hasMessageContaining("its file system " + stored + " is missing or cut off");
    }

    @Test
    void aKernelThatHasChangedIsNotStarted() throws Exception {
        store().requireIntact(shop.digest());
        FileTime time = Files.getLastModifiedTime(shop.kernel());
        byte[] kernel = Files.readAllBytes(shop.kernel());
        kernel[kernel.length - 1] ^= 1;
        Files.write(shop.kernel(), kernel);
        // Even if its time is set back, as some tools do.
        Files.setLastModifiedTime(shop.kernel(), time);
        assertThatThrownBy(() -> store().requireIntact(shop.digest()))
                .isInstanceOf(DamagedImageException.class)
                .hasMessageContaining("the content of " + shop.kernel() + " does not match its name");
        assertThat(store().list().problems()).isEmpty();
        assertThat(store().verify().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.name()).hasToString("shop:1"));
        put("shop:1", "kernel of shop");
        store().requireIntact(shop.digest());
        assertThat(store().verify().problems()).isEmpty();
    }

    @Test
    void anyDamagedFileIsFoundWhenAllAreRead() throws Exception {
        for (Path file : store().files(shop).values()) {
            byte[] content = Files.readAllBytes(file);
            byte[] zeros = new byte[content.length];
            Files.write(file, zeros);
            assertThat(store().verify().problems())
                    .as("%s", file)
                    .isNotEmpty()
                    .allMatch(problem -> problem.cause() instanceof DamagedImageException);
            Files.write(file, content);
        }
        assertThat(store().verify().images()).hasSize(2);
    }

    @Test
    void aFileThatWasCheckedIsNotReadAgainUnlessItOrTheBootHasChanged() throws Exception {
        store().requireIntact(shop.digest());
        Path memory = root.resolve("checked");
        String line = Files.readString(memory);
        assertThat(line).startsWith(shop.kernel().getFileName() + " ");
        FileTime written = FileTime.fromMillis(1000);
        Files.setLastModifiedTime(memory, written);
        store().requireIntact(shop.digest());
        assertThat(Files.getLastModifiedTime(memory)).isEqualTo(written);
        Files.writeString(memory, line.strip().replaceFirst("[^ ]+$", "another-boot\n"));
        store().requireIntact(shop.digest());
        assertThat(memory).hasContent(line);
        Files.writeString(memory, "nonsense");
        store().requireIntact(shop.digest());
        assertThat(memory).hasContent(line);
    }

    @Test
    void nobodyElseMayLookIntoAStore() throws Exception {
        send(store(), shop, store());
        store().lease("shop:1", "web");
        store().requireIntact(shop.digest());
        Map<String, String> made = permissions();
        assertThat(made.values()).allMatch(text -> text.matches("rw-------|rwx------"));
        assertThat(made.entrySet())
                .filteredOn(file -> file.getValue().equals("rwx------"))
                .map(Map.Entry::getKey)
                .contains(root.relativize(shop.kernel()).toString())
                .doesNotContain("index.json", "index-copy.json", "oci-layout", "lock", "checked", "holds/web");

        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                boolean program = Files.isDirectory(file) || file.equals(shop.kernel());
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
        assertThat(names(store())).hasSize(2);
        assertThat(permissions().values()).allMatch(text -> text.matches("rw-------|rwx------"));
        assertThat(shop.kernel()).isExecutable();
    }

    private Map<String, String> permissions() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.toList()) {
                found.put(
                        root.relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return found;
    }

    @Test
    void whatKilledCommandsHaveLeftIsClearedByTheNextChange() throws Exception {
        store().lease("shop:1", "web");
        List<Path> left = List.of(
                root.resolve(".index.json.1234abcd"),
                root.resolve(".index.json-12-34.new"),
                root.resolve(".checked.77"),
                root.resolve("holds/.web.55"),
                shop.kernel().resolveSibling("." + shop.kernel().getFileName() + ".66"));
        for (Path file : left) {
            Files.writeString(file, "half");
        }
        store().release("web");
        store().remove("market");
        assertThat(left).noneMatch(Files::exists);
        assertThat(names(store())).containsExactly("shop:1");
    }

    @Test
    void whatComesFromElsewhereIsForeignUntilItIsBuiltHere() throws Exception {
        ImageStore other = new ImageStore(folder.resolve("other"));
        Image theirs = put(other, "theirs", "their kernel");
        send(other, theirs, store());
        assertThat(store().adopt(ImageName.parse("theirs"), theirs.digest(), FRIEND, false)
                        .origin())
                .contains(FRIEND);
        store().lease("theirs", "web");
        put("theirs", "my kernel");
        assertThat(store().ofDigest(theirs.digest()).origin()).contains(FRIEND);
        assertThat(store().ofDigest(shop.digest()).origin()).isEmpty();
        store().release("web");
        assertThatThrownBy(() -> store().ofDigest(theirs.digest())).isInstanceOf(DamagedImageException.class);
        assertThat(new ImageOrigins(new StoreFolder(root)).of(theirs.digest())).isEmpty();
        // The same as one that was built here is not foreign, whoever sends it.
        send(store(), shop, store());
        assertThat(store().adopt(ImageName.parse("copy"), shop.digest(), FRIEND, false)
                        .origin())
                .isEmpty();
    }

    @Test
    void aNameMovesToWhatComesFromElsewhereOnlyIfThatIsAskedFor() throws Exception {
        ImageStore other = new ImageStore(folder.resolve("other"));
        Image theirs = put(other, "shop:1", "their kernel");
        send(other, theirs, store());
        assertThatThrownBy(() -> store().adopt(ImageName.parse("shop:1"), theirs.digest(), FRIEND, false))
                .isInstanceOfSatisfying(NameTakenException.class, taken -> {
                    assertThat(taken.name()).hasToString("shop:1");
                    assertThat(taken.holder()).isEqualTo(shop.digest());
                });
        assertThat(store().resolve("shop:1").digest()).isEqualTo(shop.digest());
        assertThat(store().adopt(ImageName.parse("shop:1"), theirs.digest(), FRIEND, true)
                        .digest())
                .isEqualTo(theirs.digest());
        send(other, theirs, store());
        assertThat(store().adopt(ImageName.parse("shop:1"), theirs.digest(), FRIEND, false)
                        .names())
                .hasSize(1);
    }

    @Test
    void whatHasNotTheFormOfAnImageIsRefusedAndLeavesNothing() throws Exception {
        ImageStore other = new ImageStore(folder.resolve("other"));
        byte[] script = "#!/bin/sh\nrm -r ~\n".repeat(10).getBytes(StandardCharsets.UTF_8);
        Image bad = other.put(
                ImageName.parse("bad"),
                script,
                new byte[0],
                Optional.empty(),
                new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1, List.of()),
                ImageStoreTest.report(script.length));
        send(other, bad, store());
        assertThatThrownBy(() -> store().adopt(ImageName.parse("bad"), bad.digest(), FRIEND, true))
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith("is not a bootable file of an image: it is no ELF file");
        assertThat(names(store())).containsExactly("market:latest", "shop:1");
        assertThat(store().usage().leftOvers()).isZero();
        assertThat(root.resolve("origins"))
                .satisfiesAnyOf(
                        origins -> assertThat(origins).doesNotExist(),
                        origins -> assertThat(origins).isEmptyDirectory());
    }

    @Test
    void messagesAboutDamagedFilesAreWords() throws Exception {
        String manifest = "{\"config\": 5, \"layers\":";
        String digest = Digest.of(manifest);
        store().receive(digest, new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> store().adopt(ImageName.parse("x"), digest, FRIEND, false))
                .hasMessage(digest + " is not the manifest of an image: it is cut off or not of the form that it is to"
                        + " have from line 1, column 12 on");
    }
}
