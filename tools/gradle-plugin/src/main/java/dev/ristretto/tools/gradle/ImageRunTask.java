package dev.ristretto.tools.gradle;

import dev.ristretto.tools.plugin.ImageCommand;
import dev.ristretto.tools.plugin.ImageSettings;
import dev.ristretto.tools.plugin.PluginException;
import org.gradle.api.GradleException;
import org.gradle.api.tasks.Exec;
import org.jspecify.annotations.Nullable;

/** Runs the image of the project in the foreground; Ctrl-C asks it to stop. */
public class ImageRunTask extends Exec {
    private @Nullable ImageSettings settings;
    private String project = "";

    /** Made by Gradle. */
    public ImageRunTask() {}

    void prepare(ImageSettings image, String projectName) {
        settings = image;
        project = projectName;
    }

    @Override
    protected void exec() {
        if (settings == null) {
            throw new GradleException("ristrettoRun is a task of the plugin dev.ristretto");
        }
        setStandardInput(System.in);
        try {
            setCommandLine(new ImageCommand(settings, project, RistrettoPlugin.COMMAND_OPTION).run());
        } catch (PluginException e) {
            throw new GradleException(e.getMessage(), e);
        }
        super.exec();
    }
}
