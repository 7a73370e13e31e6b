package dev.ristretto.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.MediaTypes;
import dev.ristretto.image.model.Provenance;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
    static final Provenance FRIEND = new Provenance("a friend", Instant.parse("2026-01-31T12:00:00Z"));

    @TempDir
    Path folder;

    private ImageStore store() {
        return new ImageStore(folder.resolve("images"));
    }

    private Image put(String name, String content) {
        byte[] kernel = KernelBuilder.kernel(content);
        ImageConfiguration configuration = new ImageConfiguration(
                "amd64", "a.Main", List.of("x"), Map.of("A", "b"), List.of("8080/tcp"), 24L << 20, List.of());
        return store().put(
                        ImageName.parse(name),
                        kernel,
                        new byte[0],
                        Optional.empty(),
                        configuration,
                        report(kernel.length));
    }

    static ImageReport report(long bytes) {
        return new ImageReport(
                "",
                bytes,
                bytes,
                24L << 20,
                "a.Main",
                3,
                4,
                new ImageReport.Natives(List.of(), List.of("java.io.Console.echo"), List.of()),
                Map.of(".text", 5L),
                List.of(new ImageReport.PackageShare("a", 1, 2, 3, 4)),
                List.of(new ImageReport.HeapShare("byte[]", 5, 6)),
                List.of("serial"),
                List.of(),
                Map.of("java", "25"),
                List.of());
    }

    private List<String> blobs() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("images/blobs/sha256"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void imagesOfOlderBuildsAreReadAndHaveNothingForDebuggers() throws Exception {
        Image image = put("a", "kernel");
        assertThat(image.debug()).hasValueSatisfying(file -> assertThat(file).exists());
        ObjectMapper json = new ObjectMapper();
        Path images = folder.resolve("images");
        ObjectNode manifest = (ObjectNode) json.readTree(Files.readAllBytes(blob(image.digest())));
        ArrayNode layers = manifest.withArray("layers");
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (layers.get(i).path("mediaType").asText().equals(MediaTypes.DEBUG)) {
                layers.remove(i);
            }
        }
        byte[] older = json.writeValueAsBytes(manifest);
        Files.write(blob(Digest.of(older)), older);
        ObjectNode index = (ObjectNode) json.readTree(Files.readAllBytes(images.resolve("index.json")));
        ((ObjectNode) index.withArray("manifests").get(0))
                .put("digest", Digest.of(older))
                .put("size", older.length);
        Files.write(images.resolve("index.json"), json.writeValueAsBytes(index));

        assertThat(store().resolve("a").kernel()).isEqualTo(image.kernel());
        assertThat(store().resolve("a").debug()).isEmpty();
    }

    private Path blob(String digest) {
        return folder.resolve("images/blobs/sha256").resolve(Digest.hex(digest));
    }

    @Test
    void whatIsStoredIsFoundByNameTagAndDigest() throws Exception {
        Image image = put("shop:1.0", "kernel");

        assertThat(image.kernel()).hasBinaryContent(KernelBuilder.kernel("kernel"));
        assertThat(image.configuration().environment()).containsEntry("A", "b");
        assertThat(store().resolve("shop:1.0")).isEqualTo(image);
        assertThat(store().resolve(image.digest())).isEqualTo(image);
        assertThat(store().resolve(image.shortDigest())).isEqualTo(image);
        assertThat(store().report(image)).isEqualTo(report(image.kernelBytes()).withDigest(image.digest()));
    }

    @Test
    void anImageIsBroughtToAnotherStoreFileByFile() throws Exception {
        Image image = put("shop:1.0", "kernel");
        ImageStore other = new ImageStore(folder.resolve("other"));
        assertThat(other.missing(image.digest())).containsExactly(image.digest());
        for (Map.Entry<String, Path> file : store().files(image).entrySet()) {
            assertThatThrownBy(() -> other.adopt(ImageName.parse("shop"), image.digest(), FRIEND, false))
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("shop:latest is not complete");
            other.receive(file.getKey(), Files.newInputStream(file.getValue()));
        }
        assertThat(other.missing(image.digest())).isEmpty();
        Image adopted = other.adopt(ImageName.parse("shop"), image.digest(), FRIEND, false);
        assertThat(adopted.digest()).isEqualTo(image.digest());
        assertThat(adopted.kernel()).isExecutable().hasBinaryContent(KernelBuilder.kernel("kernel"));
        assertThat(adopted.origin()).contains(FRIEND);
        assertThat(other.resolve("shop")).isEqualTo(adopted);
        assertThat(other.report(adopted)).isEqualTo(store().report(image));
        assertThat(other.usage().leftOvers()).isZero();
    }

    @Test
    void whatIsNotWhatItIsCalledIsNotReceived() throws Exception {
        String digest = Digest.of("right");
        InputStream wrong = new ByteArrayInputStream("wrong".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> store().receive(digest, wrong))
                .isInstanceOf(ImageException.class)
                .hasMessage("What was sent as " + digest + " has the digest " + Digest.of("wrong"));
        assertThat(blobs()).isEmpty();
        assertThatThrownBy(() -> store().receive("sha256:../../../x", wrong))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is not a digest");
    }

    @Test
    void aManifestThatNamesFilesOutsideTheStoreIsRefused() throws Exception {
        put("a", "kernel");
        String manifest =
                "{\"config\":{\"mediaType\":\"x\",\"digest\":\"sha256:../../index.json\",\"size\":1},\"layers\":[]}";
        String digest = Digest.of(manifest);
        store().receive(digest, new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> store().adopt(ImageName.parse("b"), digest, FRIEND, false))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is not a digest");
        assertThat(store().contains("b")).isFalse();
    }

    @Test
    void whatIsNoImageIsNotAdopted() throws Exception {
        for (String content : List.of("no JSON", "{}", "[]", "null", "{\"config\":{}}")) {
            String digest = Digest.of(content);
            store().receive(digest, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(() -> store().adopt(ImageName.parse("b"), digest, FRIEND, false))
                    .as(content)
                    .isInstanceOf(ImageException.class);
        }
        assertThat(store().list().images()).isEmpty();
    }

    @Test
    void theLayoutIsThatOfOci() throws Exception {
        Image image = put("shop", "kernel");

        assertThat(folder.resolve("images/oci-layout")).content().contains("\"imageLayoutVersion\" : \"1.0.0\"");
        assertThat(folder.resolve("images/index.json"))
                .content()
                .contains(image.digest(), "\"org.opencontainers.image.ref.name\" : \"shop:latest\"");
        for (String blob : blobs()) {
            assertThat(Digest.of(folder.resolve("images/blobs/sha256").resolve(blob)))
                    .isEqualTo("sha256:" + blob);
        }
    }

    @Test
    void nameMeansLatestAndNothingElse() {
        put("shop:1.0", "kernel");

        assertThatThrownBy(() -> store().resolve("shop"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll("shop", "shop:1.0");
        assertThatThrownBy(() -> store().resolve("sho")).isInstanceOf(ImageException.class);
        Image latest = put("shop", "other");
        assertThat(store().resolve("shop")).isEqualTo(latest);
    }

    @Test
    void theSameContentGivesTheSameDigest() {
        Image first = put("a", "kernel");
        Image second = put("b", "kernel");

        assertThat(second.digest()).isEqualTo(first.digest());
        assertThat(second.names()).extracting(ImageName::toString).containsExactly("a:latest", "b:latest");
    }

    @Test
    void removingAnImageNeverTouchesOthersAndFreesItsFiles() throws Exception {
        put("a", "kernel one");
        Image b = put("ab", "kernel two");

        RemovedName removed = store().remove("a");

        assertThat(removed.deleted()).isTrue();
        assertThat(store().list().images()).containsExactly(b);
        assertThat(blobs()).hasSize(5).contains(Digest.hex(b.digest()));
    }

    @Test
    void removingOneOfTwoNamesKeepsTheImage() {
        put("a", "kernel");
        put("b", "kernel");

        assertThat(store().remove("a").deleted()).isFalse();
        assertThat(Files.exists(store().resolve("b").kernel())).isTrue();
    }

    @Test
    void digestOfAnImageWithTwoNamesIsNotEnoughToRemoveIt() {
        Image image = put("a", "kernel");
        put("b", "kernel");

        assertThatThrownBy(() -> store().remove(image.shortDigest()))
                .isInstanceOf(SeveralNamesException.class)
                .hasMessageContaining("a:latest, b:latest");
        assertThat(store().list().images()).hasSize(1);
    }

    @Test
    void nameMovesToTheNewImageAndTheOldOneGoes() throws Exception {
        put("a", "old");
        Image image = put("a", "new");

        assertThat(store().list().images()).containsExactly(image);
        assertThat(blobs()).hasSize(5);
    }

    @Test
    void ambiguousDigestListsTheCandidates() throws IOException {
        Map<String, String> byPrefix = new HashMap<>();
        String clash = null;
        for (int i = 0; clash == null && i < 5000; i++) {
            // The digest of an image follows from its parts, so a search in memory finds two that begin alike.
            String name = "kernel " + i;
            String prefix = digestOf(name).substring(0, 4);
            String other = byPrefix.putIfAbsent(prefix, name);
            if (other != null) {
                put("one", other);
                put("two", name);
                clash = prefix;
            }
        }
        assertThat(clash).isNotNull();
        String ambiguous = String.valueOf(clash);
        assertThatThrownBy(() -> store().resolve(ambiguous))
                .isInstanceOfSatisfying(
                        AmbiguousDigestException.class,
                        e -> assertThat(e.candidates())
                                .containsExactlyInAnyOrder(ImageName.parse("one"), ImageName.parse("two")))
                .hasMessageContainingAll("several digests", "one:latest", "two:latest");
    }

    private static String digestOf(String content) throws IOException {
        byte[] kernel = KernelBuilder.kernel(content);
        ImageConfiguration configuration = new ImageConfiguration(
                "amd64", "a.Main", List.of("x"), Map.of("A", "b"), List.of("8080/tcp"), 24L << 20, List.of());
        return Digest.hex(PackedImage.of(kernel, new byte[0], Optional.empty(), configuration, report(kernel.length))
                .digest());
    }

    @Test
    void damagedImageDoesNotHideTheOthers() throws Exception {
        Image good = put("good", "kernel one");
        Image bad = put("bad", "kernel two");
        Files.writeString(bad.kernel(), "cut");

        ImageListing listing = store().list();

        assertThat(listing.images()).containsExactly(good);
        assertThat(listing.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.name()).isEqualTo(ImageName.parse("bad"));
            assertThat(problem.cause())
                    .isInstanceOf(DamagedImageException.class)
                    .hasMessageContainingAll(bad.digest(), bad.kernel().toString());
        });
    }

    @Test
    void manyThreadsStoreAtOnceAndNothingIsLost() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "n" + i;
            threads.add(Thread.ofPlatform().start(() -> put(name, "kernel of " + name)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(store().list().images()).hasSize(8);
        assertThat(store().list().problems()).isEmpty();
    }

    @Test
    void whatSomebodyHoldsCannotBeRemoved() {
        Image image = put("shop", "kernel");
        store().lease("shop", "web");
        store().lease(image.digest(), "web-2");
        assertThatThrownBy(() -> store().remove("shop"))
                .isInstanceOfSatisfying(ImageInUseException.class, used -> {
                    assertThat(used.name()).isEqualTo(ImageName.parse("shop"));
                    assertThat(used.holders()).containsExactly("web", "web-2");
                })
                .hasMessage("shop:latest is used by web, web-2");
        store().release("web");
        store().release("web-2");
        store().release("nobody");
        assertThat(store().remove("shop").deleted()).isTrue();
    }

    /**
     * A link that leads nowhere is in the folder and not there when it is read, as a file that is deleted in between.
     */
    @Test
    void whoLetsGoWhileHoldersAreReadIsNoHolder() throws Exception {
        Image image = put("shop", "kernel");
        store().lease("shop", "web");
        Files.createSymbolicLink(folder.resolve("images/holds/gone"), folder.resolve("nowhere"));
        assertThat(store().holders()).containsExactly(Map.entry("web", image.digest()));
    }

    @Test
    void anImageThatLostItsNameStaysUntilItIsReleased() throws Exception {
        Image old = put("shop", "old kernel");
        store().lease("shop", "web");
        Image young = put("shop", "new kernel");
        put("other", "kernel");
        assertThat(old.kernel()).hasBinaryContent(KernelBuilder.kernel("old kernel"));
        assertThat(store().holders()).containsExactly(Map.entry("web", old.digest()));
        store().release("web");
        assertThat(old.kernel()).doesNotExist();
        assertThat(young.kernel()).exists();
        assertThat(store().holders()).isEmpty();
    }

    @Test
    void emptyStoreSaysSo() {
        assertThat(store().list().images()).isEmpty();
        assertThatThrownBy(() -> store().resolve("a"))
                .isInstanceOf(UnknownImageException.class)
                .hasMessage("No image is called a. There are none yet.");
    }

    @Test
    void anImageOfARegistryIsStoredAndFoundByItsName() throws Exception {
        String name = "registry.example.org:5000/team/shop:1.0";
        Image image = put(name, "kernel");
        put("shop:1.0", "other kernel");

        assertThat(image.names()).containsExactly(ImageName.parse(name));
        assertThat(store().list().images())
                .extracting(Image::names)
                .containsExactly(List.of(ImageName.parse(name)), List.of(ImageName.parse("shop:1.0")));
        assertThat(store().resolve(name)).isEqualTo(image);
        assertThat(store().resolve(name + "@" + image.digest())).isEqualTo(image);
        assertThat(store().resolve("registry.example.org:5000/team/shop@" + image.digest()))
                .isEqualTo(image);
        assertThat(folder.resolve("images/index.json")).content().contains("\"" + name + "\"");
        assertThat(store().remove(name).deleted()).isTrue();
    }

    @Test
    void whatIsNotInTheStoreIsUnknownWhateverItsHost() {
        Image image = put("shop:1.0", "kernel");

        for (String name : List.of(
                "localhost:5000/shop:1.0",
                "registry.example.org/shop",
                "shop:2.0@" + image.digest(),
                "other@" + image.digest(),
                "shop@sha256:" + "0".repeat(64))) {
            assertThatThrownBy(() -> store().resolve(name))
                    .isInstanceOfSatisfying(UnknownImageException.class, e -> {
                        assertThat(e.reference()).isEqualTo(name);
                        assertThat(e.known()).containsExactly(ImageName.parse("shop:1.0"));
                    })
                    .hasMessage("No image is called " + name + ". Images: shop:1.0.");
        }
    }

    @Test
    void aNameThatSaysTheDigestIsThatOfNoOtherImage() {
        Image image = put("shop", "kernel");
        ImageName pinned = ImageName.parse("registry.example.org/shop@" + image.digest());
        assertThat(store().adopt(pinned, image.digest(), FRIEND, false).names()).contains(pinned);
        assertThat(store().resolve(pinned.toString()).digest()).isEqualTo(image.digest());
        assertThatThrownBy(() -> put(pinned.toString(), "other kernel"))
                .isInstanceOf(ImageException.class)
                .hasMessageContainingAll(pinned.toString(), "has the digest");
    }
}
