package dev.ristretto.fleet.daemon.simulation;

import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.ImageReport.PackageShare;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.image.store.KernelBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images that do nothing, for hypervisors that do not try. */
public final class SimulatedImages {

    private SimulatedImages() {}

    /** Puts an image into a store. */
    public static Image put(ImageStore store, String name) {
        return put(store, name, configuration());
    }

    /** Of an image with nothing baked into it but the paths of its volumes. */
    public static ImageConfiguration configuration(String... volumes) {
        return new ImageConfiguration("amd64", "a.Main", List.of(), Map.of(), List.of(), 1 << 20, List.of(volumes));
    }

    /** The same, with what is baked into it. */
    public static Image put(ImageStore store, String name, ImageConfiguration configuration) {
        return put(store, name, Optional.empty(), configuration);
    }

    /** The same with files of its own. */
    public static Image put(ImageStore store, String name, Optional<Path> root, ImageConfiguration configuration) {
        return store.put(
                ImageName.parse(name),
                KernelBuilder.kernel(name),
                name.getBytes(StandardCharsets.UTF_8),
                root,
                configuration,
                new ImageReport(
                        "",
                        1,
                        1,
                        1 << 20,
                        "a.Main",
                        1,
                        1,
                        new ImageReport.Natives(List.of(), List.of(), List.of()),
                        Map.of(".text", 5_800_000L, ".svm_heap", 6_100_000L, ".rodata", 400_000L),
                        packages(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of("compiler", "25.0.2"),
                        List.of()));
    }

    /** Much as in the image of a small web server. */
    private static List<PackageShare> packages() {
        return List.of(
                new PackageShare("java.lang", 310, 2900, 620_000, 1_450_000),
                new PackageShare("java.util", 290, 2400, 540_000, 610_000),
                new PackageShare("java.util.concurrent", 120, 1300, 410_000, 90_000),
                new PackageShare("com.oracle.svm.core.genscavenge", 90, 700, 380_000, 40_000),
                new PackageShare("com.oracle.svm.core.code", 80, 400, 120_000, 900_000),
                new PackageShare("com.oracle.svm.core.hub", 20, 200, 40_000, 1_100_000),
                new PackageShare("sun.nio.ch", 90, 800, 260_000, 30_000),
                new PackageShare("sun.net.httpserver", 50, 380, 140_000, 12_000),
                new PackageShare("java.time", 70, 900, 210_000, 60_000),
                new PackageShare("dev.ristretto.kernel.machine", 120, 900, 240_000, 35_000),
                new PackageShare("dev.ristretto.kernel.network.tcp", 60, 520, 180_000, 9_000),
                new PackageShare("dev.ristretto.kernel.device", 40, 260, 90_000, 8_000),
                new PackageShare("org.example.shop", 40, 300, 160_000, 45_000),
                new PackageShare("org.example.shop.catalogue", 20, 120, 70_000, 20_000));
    }

    /** The request to make an instance of it. */
    public static NewInstance instance(@Nullable String name, Image image, String restart) {
        return new NewInstance(name, specification(image, List.of(), restart));
    }

    /** What is run of it. */
    public static Specification specification(Image image, List<String> arguments, String restart) {
        return Specification.builder(image.names().getFirst().toString(), image.digest(), "", 64 << 20)
                .arguments(arguments)
                .machine("microvm")
                .accelerator("tcg")
                .restart(restart)
                .build();
    }
}
