package dev.ristretto.tools.cli.project;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.pipeline.BuildOptions;
import dev.ristretto.build.pipeline.BuildRequest;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.host.ImageRemedies;
import dev.ristretto.tools.cli.host.Images;
import dev.ristretto.tools.cli.instance.DetachedRun;
import dev.ristretto.tools.project.DesiredPart;
import dev.ristretto.tools.project.ImageOrigin;
import dev.ristretto.tools.project.ProjectPart;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the images of a project, and builds those that it has the sources of. */
final class ProjectImages {

    private final Host host;
    private final Path folder;
    private final Images images;

    /** What several parts run is built once. */
    private final Map<ImageOrigin.Build, Image> built = new HashMap<>();

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

    /** Tells mistakes that can be seen without a build, before the first one takes minutes. */
    void check(List<ProjectPart> parts) {
        List<ImageName> made = new ArrayList<>();
        for (ProjectPart part : parts) {
            ImageOrigin origin = part.origin();
            try {
                Optional<ImageOrigin.Build> build = origin.build();
                if (build.isPresent()) {
                    Path unused = path(origin, build.get());
                    BuildOptions unusedToo = BuildOptions.parse(build.get().options());
                    origin.image().map(ImageName::parse).ifPresent(made::add);
                } else if (made.stream()
                        .noneMatch(name -> name.isWritten(origin.image().orElseThrow()))) {
                    Image unused = images.store().resolve(origin.image().orElseThrow());
                }
            } catch (BuildException e) {
                throw origin.at().error(String.valueOf(e.getMessage()));
            } catch (ImageException e) {
                throw wrong(origin, e);
            }
        }
    }

    /** What the daemon is to be told of a part. */
    DesiredPart find(ProjectPart part) throws InterruptedException {
        List<VolumeBinding> volumes = part.workload().volumes().orElse(List.of()).stream()
                .map(VolumeBinding::parse)
                .toList();
        Image image = image(part.origin(), volumes);
        List<String> ports = part instanceof ProjectPart.Instance instance ? instance.ports() : List.of();
        String restart = part instanceof ProjectPart.Instance instance ? instance.restart() : "always";
        try {
            Specification specification = new DetachedRun(
                            host, image, part.origin().image().orElse(""))
                    .specification(part.workload(), host.usualOptions(), ports, restart);
            VolumeBinding.check(specification.image(), image.configuration().volumes(), volumes);
            return new DesiredPart(part, specification);
        } catch (FleetException | HypervisorException e) {
            throw part.at().error(String.valueOf(e.getMessage()));
        }
    }

    private Image image(ImageOrigin origin, List<VolumeBinding> volumes) throws InterruptedException {
        try {
            return origin.build().isPresent()
                    ? build(origin, withVolumes(origin.build().get(), volumes))
                    : images.store().resolve(origin.image().orElseThrow());
        } catch (BuildException e) {
            throw origin.at().error(String.valueOf(e.getMessage()));
        } catch (ImageException e) {
            throw wrong(origin, e);
        }
    }

    private static RuntimeException wrong(ImageOrigin origin, ImageException failure) {
        String remedy = origin.build().isPresent()
                ? ""
                : "\nBuild it: ristretto build PATH -t " + origin.image().orElseThrow() + ", or write build: PATH here";
        return origin.at().error(ImageRemedies.explain(failure) + remedy);
    }

    private Path path(ImageOrigin origin, ImageOrigin.Build build) {
        Path path = folder.resolve(build.path());
        if (!Files.exists(path)) {
            throw origin.at()
                    .error("there is no " + path + "\nName a jar, a folder of classes or a project, as seen from "
                            + "the folder of this file");
        }
        return path;
    }

    /** What is built has its volumes where they are wanted. */
    private static ImageOrigin.Build withVolumes(ImageOrigin.Build build, List<VolumeBinding> volumes) {
        List<String> options = new ArrayList<>(build.options());
        volumes.stream()
                .map(volume -> "volume=" + volume.path())
                .filter(option -> !options.contains(option))
                .forEach(options::add);
        return new ImageOrigin.Build(build.path(), build.module(), build.mainClass(), List.copyOf(options));
    }

    private Image build(ImageOrigin origin, ImageOrigin.Build build) throws InterruptedException {
        Image known = built.get(build);
        if (known != null && origin.image().isEmpty()) {
            return known;
        }
        Image image = images.build(new BuildRequest(
                        path(origin, build),
                        build.module(),
                        build.mainClass(),
                        origin.image().map(ImageName::parse),
                        Optional.empty(),
                        BuildOptions.parse(build.options())))
                .image();
        built.put(build, image);
        return image;
    }
}
