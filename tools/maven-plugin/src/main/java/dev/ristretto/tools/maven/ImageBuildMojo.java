package dev.ristretto.tools.maven;

import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Makes a bootable image of the project and keeps it in the user's store. */
@Mojo(
        name = "build",
        defaultPhase = LifecyclePhase.PACKAGE,
        requiresDependencyResolution = ResolutionScope.RUNTIME,
        threadSafe = true)
public final class ImageBuildMojo extends ImageMojo {
    @Override
    public void execute() throws MojoExecutionException {
        if (isApplication()) {
            buildImage();
        }
    }
}
