package dev.ristretto.tools.gradle;

import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a bootable image of the project; what has been made of the same input before is found again. */
public class ImageBuildTask extends ImageTask {
    private Iterable<?> classPath = new ArrayList<>();

    /** Made by Gradle. */
    public ImageBuildTask() {}

    void prepare(ImageSettings image, String projectName, Iterable<?> files) {
        prepare(image, projectName);
        classPath = files;
    }

    @Override
    List<String> commandLine(ImageSettings image, String projectName) throws PluginException {
        if (image.getMainClass() == null) {
            image.setMainClass(JavaProject.mainClass(getProject()));
        }
        List<Path> files = new ArrayList<>();
        for (Object file : classPath) {
            files.add(((File) file).toPath());
        }
        Path jar = getTemporaryDir().toPath().resolve(projectName + ".jar");
        return command(image, projectName).build(jar, files);
    }
}
