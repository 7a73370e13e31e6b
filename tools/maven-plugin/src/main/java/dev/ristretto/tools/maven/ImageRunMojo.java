package dev.ristretto.tools.maven;

import dev.ristretto.tools.plugin.CommandProcess;
import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import java.util.List;
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
        try {
            int status = CommandProcess.run(image().run());
            if (status != 0) {
                throw new MojoFailureException(name + " ended with status " + status);
            }
        } catch (PluginException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    @Override
    void complete(ImageSettings settings) {
        settings.setAs(as);
        settings.setArguments(given(arguments));
    }
}
