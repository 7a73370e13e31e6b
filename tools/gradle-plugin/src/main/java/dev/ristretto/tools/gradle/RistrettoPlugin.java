package dev.ristretto.tools.gradle;

import dev.ristretto.tools.plugin.ImageSettings;
import org.gradle.api.Plugin;
import org.gradle.api.Project;

/**
 * Adds the tasks {@code ristrettoBuild}, which makes a bootable image of the project and keeps it in the user's store,
 * and {@code ristrettoRun}, which makes it and runs it in the foreground; {@code ristretto { ... }} says what they need
 * to know ({@link ImageSettings}).
 */
public class RistrettoPlugin implements Plugin<Project> {
    /** How a user names the script {@code ristretto}. */
    static final String COMMAND_OPTION = "-Pristretto.command=FILE";

    private static final String COMMAND = "ristretto.command";

    /** Made by Gradle. */
    public RistrettoPlugin() {}

    @Override
    public void apply(Project project) {
        project.getPluginManager().apply("java");
        ImageSettings settings = project.getExtensions().create("ristretto", ImageSettings.class);
        Object command = project.findProperty(COMMAND);
        if (command != null) {
            settings.setCommand(command.toString());
        }
        Iterable<?> classPath = JavaProject.runtimeClassPath(project);
        ImageBuildTask build = project.getTasks().create("ristrettoBuild", ImageBuildTask.class);
        build.setGroup("ristretto");
        build.setDescription("Makes a bootable image of the project.");
        build.dependsOn(classPath);
        build.prepare(settings, project.getName(), classPath);
        ImageRunTask run = project.getTasks().create("ristrettoRun", ImageRunTask.class);
        run.setGroup("ristretto");
        run.setDescription("Makes the project's image and runs it in the foreground.");
        run.dependsOn(build);
        run.prepare(settings, project.getName());
    }
}
