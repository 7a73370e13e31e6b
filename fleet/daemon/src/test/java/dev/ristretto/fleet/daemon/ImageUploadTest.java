package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.fleet.api.ImageView;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewImage;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.store.ImageStore;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images that another store has are sent to the daemon's. */
@Timeout(60)
class ImageUploadTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private FleetClient client;
    private ImageStore other;
    private Image image;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder.resolve("daemon"));
        client = daemon.client();
        other = new ImageStore(folder.resolve("other"));
        image = SimulatedImages.put(other, "shop:2");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void anImageWhoseFilesWereSentCanBeRun() throws Exception {
        NewImage added = new NewImage("shop:2", image.digest());
        assertThatThrownBy(() -> client.addImage(added))
                .isInstanceOf(FleetException.class)
                .hasMessage("shop:2 is not complete: send " + image.digest() + " first (PUT /v1/files/DIGEST)");
        for (Map.Entry<String, Path> file : other.files(image).entrySet()) {
            client.putImageFile(hex(file.getKey()), file.getValue());
        }
        ImageView view = client.addImage(added);
        assertThat(view.digest()).isEqualTo(image.digest());
        assertThat(view.names()).containsExactly("shop:2");
        InstanceView instance = client.createInstance(SimulatedImages.instance("a", image, "no"));
        assertThat(instance.specification().digest()).isEqualTo(image.digest());
        assertThat(client.getImageContents(hex(image.digest())).image().instances())
                .isOne();
    }

    /** Whoever may send images could otherwise have their own run under a name that the user trusts. */
    @Test
    void aNameThatAnotherImageHasMovesOnlyIfThatIsAskedFor() throws Exception {
        send(image);
        assertRefused(
                Kind.CONFLICT,
                () -> client.addImage(new NewImage("shop", image.digest())),
                "shop:latest is the name of another image, " + daemon.image.digest());
        assertThat(daemon.images().resolve("shop").digest()).isEqualTo(daemon.image.digest());
        assertThat(client.addImage(new NewImage("theirs", image.digest())).names())
                .containsExactly("theirs:latest");
        assertThat(client.addImage(new NewImage("shop", image.digest(), true)).names())
                .containsExactly("shop:latest", "theirs:latest");
    }

    @Test
    void filesOfNoImageFillNoDisk() throws Exception {
        Path left = daemon.images().root().resolve("blobs/sha256/" + "ab".repeat(32));
        try (RandomAccessFile file = new RandomAccessFile(left.toFile(), "rw")) {
            // A hole, which takes no room.
            file.setLength((4L << 30) + 1);
        }
        assertRefused(Kind.CONFLICT, () -> send(image), "Files that no image needs take more than");
        Files.delete(left);
        send(image);
    }

    @Test
    void whoHasSentAnImageIsRemembered() throws Exception {
        send(image);
        client.addImage(new NewImage("theirs", image.digest()));
        assertThat(client.images()).anySatisfy(view -> {
            assertThat(view.names()).containsExactly("theirs:latest");
            assertThat(view.sender()).isEqualTo("user");
            assertThat(view.sent()).isEqualTo(daemon.clock.instant().toString());
        });
        assertThat(client.images()).anySatisfy(view -> {
            assertThat(view.names()).containsExactly("shop:latest");
            assertThat(view.sender()).isNull();
        });
    }

    @Test
    void anImageWhoseTextsWouldChangeATerminalIsRefused() throws Exception {
        Image evil = SimulatedImages.put(
                other,
                "evil",
                new ImageConfiguration("amd64", "a.\u001b[2JMain", List.of(), Map.of(), List.of(), 1 << 20, List.of()));
        send(evil);
        assertRefused(
                Kind.INVALID,
                () -> client.addImage(new NewImage("evil", evil.digest())),
                "The main class of the image has control characters: 'a.?[2JMain'");
        Image program = SimulatedImages.put(
                other,
                "program",
                new ImageConfiguration(
                        "amd64",
                        "a.Main",
                        List.of("/app/\u001b[2J"),
                        List.of(),
                        Map.of(),
                        List.of(),
                        1 << 20,
                        List.of()));
        send(program);
        assertRefused(
                Kind.INVALID,
                () -> client.addImage(new NewImage("program", program.digest())),
                "The entry point of the image has control characters");
        assertRefused(
                Kind.INVALID,
                () -> client.addImage(new NewImage("e\u001bvil", image.digest())),
                "The name of an image has control characters");
    }

    /** What is read as a whole must not fill the daemon's memory. */
    @Test
    void anImageWithALargeReportIsRefused() throws Exception {
        Image large = SimulatedImages.put(
                other,
                "large",
                new ImageConfiguration(
                        "amd64", "a.Main", List.of("a".repeat(520 << 10)), Map.of(), List.of(), 1 << 20, List.of()));
        send(large);
        assertRefused(
                Kind.INVALID,
                () -> client.addImage(new NewImage("large", large.digest())),
                "The manifest, configuration and report of an image have at most 524288 bytes each");
    }

    @Test
    void namesOfImagesAreBounded() throws Exception {
        Path file = daemon.images().root().resolve("index.json");
        ObjectNode index = (ObjectNode) JSON.readTree(file.toFile());
        ArrayNode manifests = (ArrayNode) index.path("manifests");
        for (int i = manifests.size(); i < 1000; i++) {
            ObjectNode named = manifests.get(0).deepCopy();
            named.withObject("annotations").put("org.opencontainers.image.ref.name", "n" + i + ":latest");
            manifests.add(named);
        }
        JSON.writeValue(file.toFile(), index);
        send(image);
        assertRefused(
                Kind.CONFLICT,
                () -> client.addImage(new NewImage("more", image.digest())),
                "The store has 1000 names of images already");
        daemon.images().remove("n999");
        send(image);
        client.addImage(new NewImage("more", image.digest()));
    }

    private void send(Image sent) {
        other.files(sent).forEach((digest, file) -> client.putImageFile(hex(digest), file));
    }

    @Test
    void whatIsNotWhatItIsSaidToBeIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "something else");
        assertRefused(Kind.INVALID, () -> client.putImageFile(hex(image.digest()), file), "has the digest");
        assertRefused(Kind.INVALID, () -> client.putImageFile("abcd", file), "is not a digest");
        assertRefused(Kind.INVALID, () -> client.addImage(new NewImage("No Name", image.digest())), "no name");
        assertRefused(Kind.INVALID, () -> client.addImage(new NewImage("shop", "sha256:../x")), "is not a digest");
        Path manifest = Files.writeString(folder.resolve("manifest"), "{}");
        String digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        client.putImageFile(digest, manifest);
        assertRefused(
                Kind.INVALID, () -> client.addImage(new NewImage("mine", "sha256:" + digest)), "no configuration");
        assertThat(client.images()).noneMatch(view -> view.names().contains("mine:latest"));
    }

    @Test
    void aBodyThatIsTooLargeOrOfUnknownSizeIsRefusedBeforeItIsSent() throws Exception {
        String request =
                "PUT /v1/files/" + hex(image.digest()) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
        String bytes = "Content-Type: application/octet-stream\r\n";
        assertThat(SocketRequests.send(daemon.socket, request + bytes + "Content-Length: 1073741825\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .contains("larger than 1073741824 bytes");
        assertThat(SocketRequests.send(daemon.socket, request + bytes + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 411 ");
        assertThat(SocketRequests.send(daemon.socket, request + "Content-Length: 1\r\n\r\nx"))
                .startsWith("HTTP/1.1 415 ");
    }

    private static void assertRefused(Kind kind, ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .hasMessageContaining(words)
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static String hex(String digest) {
        return digest.substring("sha256:".length());
    }
}
