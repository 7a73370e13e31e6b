package dev.ristretto.build.pipeline;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.Installation;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds with an installation folder as the command line does: {@code HOME CACHE STORE PATH [KEY=VALUE...]}. */
final class DevInstallationBuild {
    private DevInstallationBuild() {}

    public static void main(String[] args) throws Exception {
        List<String> options = new ArrayList<>(List.of(args).subList(4, args.length));
        ImageStore store = new ImageStore(Path.of(args[2]));
        long start = System.nanoTime();
        try {
            Builder.Result result = new Builder(Installation.at(Path.of(args[0])), store, Path.of(args[1]))
                    .build(
                            new BuildRequest(
                                    Path.of(args[3]),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    BuildOptions.parse(options)),
                            progress -> System.out.println(progress));
            ImageReport report = result.report();
            System.out.printf(
                    "%.1f s, cached %s%n%s%n", (System.nanoTime() - start) / 1e9, result.cached(), result.image());
            System.out.println("kernel " + report.kernelBytes() + ", loaded " + report.loadedBytes() + ", floor "
                    + report.memoryFloorBytes() + ", classes " + report.classes() + ", methods " + report.methods());
            System.out.println(report.parts() + " " + report.devices() + " " + report.versions());
            System.out.println(report.natives());
            report.packages().stream().limit(25).forEach(System.out::println);
            report.heap().stream().limit(25).forEach(System.out::println);
        } catch (BuildException e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }
}
