package dev.ristretto.tools.cli.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRemediesTest {
    @TempDir
    Path folder;

    private ImageStore store() {
        return new ImageStore(folder.resolve("images"));
    }

    private Image put(String name) {
        ImageReport report = new ImageReport(
                "",
                1,
                1,
                1,
                "a.Main",
                1,
                1,
                new ImageReport.Natives(List.of(), List.of(), List.of()),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
        return store().put(
                        ImageName.parse(name),
                        "kernel".getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        Optional.empty(),
                        new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1, List.of()),
                        report);
    }

    private static String explanation(Runnable refused) {
        return ImageRemedies.explain(catchThrowableOfType(ImageException.class, refused::run));
    }

    @Test
    void instancesThatUseAnImageAreToBeRemovedFirst() {
        put("shop");
        store().lease("shop", "web");
        store().lease("shop", "web-2");

        assertThat(explanation(() -> store().remove("shop")))
                .isEqualTo("shop:latest is used by web, web-2\nRemove that first, with: ristretto rm web web-2");
    }

    @Test
    void aServiceThatUsesAnImageIsToBeRemovedWithItsReplicas() {
        put("shop");
        store().lease("shop", "web@1");
        store().lease("shop", "web@2");
        store().lease("shop", "web-2-1");

        assertThat(explanation(() -> store().remove("shop")))
                .startsWith("shop:latest is used by ")
                .endsWith("\nRemove that first, with: ristretto service rm web");
    }

    @Test
    void aNameIsToBeGivenWhereADigestDoesNotTellWhichOne() {
        Image image = put("shop");
        put("market");

        assertThat(explanation(() -> store().remove(image.shortDigest())))
                .isEqualTo(
                        image.shortDigest() + " has several names: market:latest, shop:latest. Remove them by name.");
    }

    @Test
    void whatIsDamagedIsToBeBuiltAgain() throws Exception {
        Files.delete(put("shop").kernel());

        assertThat(explanation(() -> store().resolve("shop"))).endsWith("). Remove and build it again.");
        Path index = store().root().resolve("index.json");
        Files.delete(index);
        Files.createDirectory(index);
        assertThat(explanation(() -> store().resolve("shop")))
                .endsWith(
                        "\nGive yourself back the right to read what is in " + store().root() + ", or mend that disk");
    }

    @Test
    void whatExplainsItselfStaysAsItIs() {
        assertThat(explanation(() -> store().resolve("shop")))
                .isEqualTo("No image is called shop. There are none yet.");
    }
}
