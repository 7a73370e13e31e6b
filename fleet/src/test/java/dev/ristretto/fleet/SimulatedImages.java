package dev.ristretto.fleet;

import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.Image;
import dev.ristretto.image.ImageConfiguration;
import dev.ristretto.image.ImageName;
import dev.ristretto.image.ImageReport;
import dev.ristretto.image.ImageStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Images that nothing can boot, for hypervisors that do not try. */
public final class SimulatedImages {

    private SimulatedImages() {}

    /** Puts an image into a store. */
    public static Image put(ImageStore store, String name) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        return store.put(
                ImageName.parse(name),
                content,
                content,
                new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1 << 20),
                new ImageReport(
                        "",
                        1,
                        1,
                        1 << 20,
                        "a.Main",
                        1,
                        1,
                        new ImageReport.Natives(List.of(), List.of(), List.of()),
                        Map.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of()));
    }

    /** The request to make an instance of it. */
    public static NewInstance instance(String name, Image image, String restart) {
        return new NewInstance(
                name,
                new Specification(
                        image.names().getFirst().toString(),
                        image.digest(),
                        "",
                        List.of(),
                        Map.of(),
                        64 << 20,
                        "microvm",
                        "tcg",
                        List.of(),
                        restart));
    }
}
