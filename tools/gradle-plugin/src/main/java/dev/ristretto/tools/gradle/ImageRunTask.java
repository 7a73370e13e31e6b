package dev.ristretto.tools.gradle;

import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import java.util.List;

/** Runs the image of the project in the foreground; Ctrl-C asks it to stop. */
public class ImageRunTask extends ImageTask {
    /** Made by Gradle. */
    public ImageRunTask() {}

    @Override
    List<String> commandLine(ImageSettings image, String projectName) throws PluginException {
        setStandardInput(System.in);
        return command(image, projectName).run();
    }
}
