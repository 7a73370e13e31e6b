package dev.ristretto.tools.maven;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Execute;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.jspecify.annotations.Nullable;

/** Compiles the project, makes its image and runs it in the foreground; Ctrl-C asks it to stop. */
@Mojo(name = "run", requiresDependencyResolution = ResolutionScope.RUNTIME)
@Execute(phase = LifecyclePhase.PROCESS_CLASSES)
public final class ImageRunMojo extends ImageMojo {
    /** A virtual machine ({@code vm}), a process, or what is faster ({@code auto}). */
    @Parameter(property = "ristretto.as")
    @Nullable
    String as;

    /** Arguments of the application. */
    @Parameter(property = "ristretto.arguments")
    @Nullable
    List<String> arguments;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        if (!isApplication()) {
            return;
        }
        buildImage();
        List<String> words = new ArrayList<>(Arrays.asList("run", name));
        for (String port : given(ports)) {
            words.addAll(Arrays.asList("--publish", port.contains(":") ? port : published(port)));
        }
        if (memory != null) {
            words.addAll(Arrays.asList("--memory", memory));
        }
        if (as != null) {
            words.addAll(Arrays.asList("--as", as));
        }
        if (environment != null) {
            for (Map.Entry<String, String> variable : environment.entrySet()) {
                words.addAll(Arrays.asList("--env", variable.getKey() + "=" + variable.getValue()));
            }
        }
        List<String> behind = given(arguments);
        if (!behind.isEmpty()) {
            words.add("--");
            words.addAll(behind);
        }
        int status = command().run(words);
        if (status != 0) {
            throw new MojoFailureException(name + " ended with status " + status);
        }
    }

    /** {@code 53/udp} is {@code 53:53/udp} when it is published. */
    private static String published(String port) {
        int slash = port.indexOf('/');
        return (slash < 0 ? port : port.substring(0, slash)) + ":" + port;
    }
}
