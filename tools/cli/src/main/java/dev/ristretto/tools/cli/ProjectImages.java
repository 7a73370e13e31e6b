package dev.ristretto.tools.cli;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.pipeline.BuildOptions;
import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.tools.project.Workload;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.qemu.Accelerator;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.tools.project.DesiredPart;
import dev.ristretto.tools.project.ProjectPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the images of a project, and builds those that it has the sources of. */
final class ProjectImages {

    private final Host host;
    private final Path folder;
    private final Images images;

    /** What several parts run is built once. */
    private final Map<Workload.Build, Image> built = new HashMap<>();

    /**
     * The images of a project.
     *
     * @param folder where its file is
     */
    ProjectImages(Host host, Path folder) {
        this.host = host;
        this.folder = folder;
        this.images = new Images(host);
    }

    /** What the daemon is to be told of a part. */
    DesiredPart find(ProjectPart part) throws InterruptedException {
        Workload workload = part.workload();
        Image image = image(workload.origin());
        ImageConfiguration configuration = image.configuration();
        Map<String, String> environment = new LinkedHashMap<>(configuration.environment());
        environment.putAll(workload.environment());
        List<String> ports = part instanceof ProjectPart.Instance instance ? instance.ports() : List.of();
        String restart = part instanceof ProjectPart.Instance instance ? instance.restart() : "always";
        Specification specification = DetachedRun.specification(
                        image,
                        workload.origin().image().orElse(""),
                        new InstanceSpecification(
                                part.name(),
                                image.kernel(),
                                workload.arguments().orElse(configuration.arguments()),
                                environment,
                                memory(part, image),
                                host.usualOptions(),
                                ports.stream().map(PublishedPort::parse).toList(),
                                0),
                        restart)
                .with(workload.labels(), workload.health());
        return new DesiredPart(part, specification);
    }

    private long memory(ProjectPart part, Image image) {
        try {
            return ImageMemory.choose(host, image, part.workload().memoryBytes());
        } catch (Failure e) {
            throw part.at().error(String.valueOf(e.getMessage()));
        }
    }

    private Image image(Workload.Origin origin) throws InterruptedException {
        try {
            return origin.build().isPresent()
                    ? build(origin, origin.build().get())
                    : images.store().resolve(origin.image().orElseThrow());
        } catch (BuildException e) {
            throw origin.at().error(String.valueOf(e.getMessage()));
        } catch (ImageException e) {
            String remedy = origin.build().isPresent()
                    ? ""
                    : "\nBuild it: ristretto build PATH -t " + origin.image().orElseThrow()
                            + ", or write build: PATH here";
            throw origin.at().error(ImageRemedies.explain(e) + remedy);
        }
    }

    private Image build(Workload.Origin origin, Workload.Build build) throws InterruptedException {
        Image known = built.get(build);
        if (known != null && origin.image().isEmpty()) {
            return known;
        }
        Path path = folder.resolve(build.path());
        if (!Files.exists(path)) {
            throw origin.at()
                    .error("there is no " + path + "\nName a jar, a folder of classes or a project, as seen from "
                            + "the folder of this file");
        }
        Image image = images.build(new BuildRequest(
                        path,
                        build.mainClass(),
                        origin.image().map(ImageName::parse),
                        Optional.empty(),
                        BuildOptions.parse(build.options())))
                .image();
        built.put(build, image);
        return image;
    }
}
