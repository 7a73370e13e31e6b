package dev.ristretto.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where the parts that go into or make an image are installed. Immutable.
 *
 * <p>An installation is a folder:
 *
 * <pre>
 * builder-modules/   the ahead-of-time compiler: org.graalvm.nativeimage:svm and all its run-time dependencies (*.jar)
 * patch/             ristretto-builder.jar, which becomes part of the compiler's own module
 * kernel/            the kernel's modules, one with the resource dev/ristretto/kernel/machine/boot.o, and what else
 * they
 *                    need at run time (*.jar); all of it is on the image's class path
 * metadata/          optional: graalvm-reachability-metadata-*-repository.zip
 * linux/             personality of Linux, the application of images that run programs of Linux
 * tracer/            ristretto-tracer.jar, an agent for HotSpot; no part of a build
 * </pre>
 *
 * File names inside the folders do not matter, except that the compiler's jars keep their Maven names.
 *
 * @param javaHome the JDK that runs the ahead-of-time compiler; its major version is the compiler's
 * @param builderModules jars of the ahead-of-time compiler
 * @param patch jars or class folders patched into the compiler's module
 * @param kernel jars or class folders of the kernel and what it depends on
 * @param linux jars or class folders of Linux's personality; without them only Java applications can be built
 * @param metadata the reachability metadata repository as a zip file, if there is one
 */
public record Installation(
        Path javaHome,
        List<Path> builderModules,
        List<Path> patch,
        List<Path> kernel,
        List<Path> linux,
        Optional<Path> metadata) {
    /** Copies the lists. */
    public Installation {
        builderModules = List.copyOf(builderModules);
        patch = List.copyOf(patch);
        kernel = List.copyOf(kernel);
        linux = List.copyOf(linux);
    }

    /** An installation for Java applications alone. */
    public Installation(
            Path javaHome, List<Path> builderModules, List<Path> patch, List<Path> kernel, Optional<Path> metadata) {
        this(javaHome, builderModules, patch, kernel, List.of(), metadata);
    }

    /**
     * The installation in a folder, with the running JVM's JDK as compiler host.
     *
     * @throws BuildException if a folder is missing or empty
     */
    public static Installation at(Path home) {
        List<Path> metadata = files(home.resolve("metadata"), "*.zip");
        return new Installation(
                Path.of(System.getProperty("java.home")),
                required(home.resolve("builder-modules")),
                required(home.resolve("patch")),
                required(home.resolve("kernel")),
                files(home.resolve("linux"), "*.jar"),
                metadata.stream().findFirst());
    }

    /**
     * The agent of an installation that writes reachability metadata of an application that runs on HotSpot, to the
     * file that its argument names.
     *
     * @throws BuildException if it is not there
     */
    public static Path tracer(Path home) {
        return required(home.resolve("tracer")).getFirst();
    }

    private static List<Path> required(Path folder) {
        List<Path> jars = files(folder, "*.jar");
        if (jars.isEmpty()) {
            throw new BuildException("The installation has no jars in " + folder + "; run ./setup again.");
        }
        return jars;
    }

    private static List<Path> files(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(files::add);
        } catch (IOException e) {
            throw new BuildException("Cannot read " + folder + ": " + e.getMessage(), e);
        }
        Collections.sort(files);
        return List.copyOf(files);
    }
}
