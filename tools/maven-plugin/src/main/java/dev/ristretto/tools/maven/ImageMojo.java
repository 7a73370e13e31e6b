package dev.ristretto.tools.maven;

import dev.ristretto.tools.plugin.CommandProcess;
import dev.ristretto.tools.plugin.ImageCommand;
import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import java.io.File;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.maven.artifact.DependencyResolutionRequiredException;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/** What can be said about an image in a pom, and how it is made. */
abstract class ImageMojo extends AbstractMojo {
    private static final List<String> NO_APPLICATIONS = Arrays.asList("war", "ear", "rar", "ejb");

    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    MavenProject project;

    @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    File classes;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    @SuppressWarnings("NullAway.Init")
    File target;

    /** The command line: a file, or a name on the search path. */
    @Parameter(property = "ristretto.command", defaultValue = "ristretto")
    String command = "ristretto";

    /** The image's name, with a tag or without. */
    @Parameter(property = "ristretto.name", defaultValue = "${project.artifactId}")
    String name = "";

    /** The class whose main method runs; by default the only one that has one. */
    @Parameter(property = "ristretto.mainClass")
    @Nullable
    String mainClass;

    /** The least memory to start with, for example 128m. */
    @Parameter(property = "ristretto.memory")
    @Nullable
    String memory;

    /** Ports that the application listens on, for example 8080; when it runs, the same port of this computer. */
    @Parameter(property = "ristretto.ports")
    @Nullable
    List<String> ports;

    /** Environment variables, which can be overridden when the image is started. */
    @Parameter
    @Nullable
    Map<String, String> environment;

    /** Options of the build, KEY=VALUE each, as {@code ristretto build --option} takes them. */
    @Parameter(property = "ristretto.options")
    @Nullable
    List<String> options;

    /** Whether the same input is to give the same image, bit for bit. */
    @Parameter(property = "ristretto.reproducible", defaultValue = "false")
    boolean reproducible;

    /** Nothing is built and run. */
    @Parameter(property = "ristretto.skip", defaultValue = "false")
    boolean skip;

    /** Whether there is an application; if not, that is said, or an error. */
    boolean isApplication() throws MojoExecutionException {
        String packaging = project.getPackaging();
        if (NO_APPLICATIONS.contains(packaging)) {
            throw new MojoExecutionException("A " + packaging + " needs an application server, and an image holds one"
                    + " application: give it a main class that starts an embedded server, and packaging jar");
        }
        if (skip || packaging.equals("pom")) {
            getLog().info("No image of " + project.getArtifactId() + (skip ? ": skipped" : ", which has no classes"));
            return false;
        }
        if (!classes.isDirectory()) {
            throw new MojoExecutionException(
                    "There are no classes in " + classes + "; compile before: mvn compile ristretto:build");
        }
        return true;
    }

    /** Builds the image, or finds that it has been built from the same input before. */
    void buildImage() throws MojoExecutionException {
        ImageCommand image = image();
        try {
            List<Path> classPath = new ArrayList<>();
            for (String element : project.getRuntimeClasspathElements()) {
                classPath.add(Paths.get(element));
            }
            Path jar = target.toPath().resolve("ristretto").resolve(project.getArtifactId() + ".jar");
            int status = CommandProcess.run(image.build(jar, classPath));
            if (status != 0) {
                throw new MojoExecutionException("ristretto could not build " + image.name() + " (status " + status
                        + "); its own words are above");
            }
        } catch (PluginException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        } catch (DependencyResolutionRequiredException e) {
            throw new MojoExecutionException("The class path is not known: " + e.getMessage(), e);
        }
    }

    ImageCommand image() {
        ImageSettings settings = new ImageSettings();
        settings.setCommand(command);
        settings.setName(name);
        settings.setMainClass(mainClass);
        settings.setMemory(memory);
        settings.setPorts(given(ports));
        if (environment != null) {
            settings.setEnvironment(environment);
        }
        settings.setOptions(given(options));
        settings.setReproducible(reproducible);
        complete(settings);
        return new ImageCommand(settings, project.getArtifactId(), "-Dristretto.command=FILE");
    }

    /** Adds what only some goals know. */
    void complete(ImageSettings settings) {}

    static List<String> given(@Nullable List<String> list) {
        return list == null ? new ArrayList<>() : list;
    }
}
