package dev.ristretto.tools.gradle;

import dev.ristretto.tools.plugin.ImageCommand;
import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import java.util.List;
import org.gradle.api.GradleException;
import org.gradle.api.tasks.Exec;
import org.jspecify.annotations.Nullable;

/** Does something with the project's image by the command {@code ristretto}. */
public abstract class ImageTask extends Exec {
    private @Nullable ImageSettings settings;
    private String project = "";

    ImageTask() {}

    void prepare(ImageSettings image, String projectName) {
        settings = image;
        project = projectName;
    }

    @Override
    protected void exec() {
        if (settings == null) {
            throw new GradleException("this is a task of the plugin dev.ristretto");
        }
        try {
            setCommandLine(commandLine(settings, project));
        } catch (PluginException e) {
            throw new GradleException(e.getMessage(), e);
        }
        super.exec();
    }

    /** The program and its arguments. */
    abstract List<String> commandLine(ImageSettings image, String projectName) throws PluginException;

    static ImageCommand command(ImageSettings image, String projectName) {
        return new ImageCommand(image, projectName, RistrettoPlugin.COMMAND_OPTION);
    }
}
