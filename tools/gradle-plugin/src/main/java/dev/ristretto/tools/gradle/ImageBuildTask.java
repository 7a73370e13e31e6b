package dev.ristretto.tools.gradle;

import dev.ristretto.tools.plugin.ImageCommand;
import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradle.api.GradleException;
import org.gradle.api.tasks.Exec;
import org.jspecify.annotations.Nullable;

/** Makes a bootable image of the project; what has been made of the same input before is found again. */
public class ImageBuildTask extends Exec {
    private @Nullable ImageSettings settings;
    private String project = "";
    private Iterable<?> classPath = new ArrayList<>();

    /** Made by Gradle. */
    public ImageBuildTask() {}

    void prepare(ImageSettings image, String projectName, Iterable<?> files) {
        settings = image;
        project = projectName;
        classPath = files;
    }

    @Override
    protected void exec() {
        ImageSettings image = settings;
        if (image == null) {
            throw new GradleException("ristrettoBuild is a task of the plugin dev.ristretto");
        }
        if (image.getMainClass() == null) {
            image.setMainClass(JavaProject.mainClass(getProject()));
        }
        List<Path> files = new ArrayList<>();
        for (Object file : classPath) {
            files.add(((File) file).toPath());
        }
        Path jar = getTemporaryDir().toPath().resolve(project + ".jar");
        try {
            setCommandLine(new ImageCommand(image, project, RistrettoPlugin.COMMAND_OPTION).build(jar, files));
        } catch (PluginException e) {
            throw new GradleException(e.getMessage(), e);
        }
        super.exec();
    }
}
