package dev.ristretto.tools.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command lines for one image. */
public final class ImageCommand {
    private final ImageSettings settings;
    private final String name;
    private final String commandOption;

    /**
     * For a project.
     *
     * @param project its name, which is the image's if that has no other
     * @param commandOption how a user names the script {@code ristretto}, for messages
     */
    public ImageCommand(ImageSettings settings, String project, String commandOption) {
        String given = settings.getName();
        this.settings = settings;
        this.name = given == null ? project : given;
        this.commandOption = commandOption;
    }

    /** The image's name. */
    public String name() {
        return name;
    }

    /**
     * What builds the image, or finds that it has been built from the same input before.
     *
     * @param jar will stand for the class path, which is not resolved a second time
     * @param classPath files and folders, in their order
     * @throws PluginException if there is no command, or the jar cannot be written
     */
    public List<String> build(Path jar, List<Path> classPath) throws PluginException {
        Path program = program();
        try {
            Path folder = jar.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            ClassPathJar.write(jar, classPath);
        } catch (IOException e) {
            throw new PluginException("The class path cannot be handed to ristretto: " + e.getMessage(), e);
        }
        List<String> words = new ArrayList<>(Arrays.asList(program.toString(), "build", jar.toString(), "--tag", name));
        add(words, "--main", settings.getMainClass());
        addOption(words, "memory", settings.getMemory());
        for (String port : settings.getPorts()) {
            addOption(words, "port", port.substring(port.lastIndexOf(':') + 1));
        }
        settings.getEnvironment().forEach((key, value) -> addOption(words, "environment", key + "=" + value));
        settings.getOptions().forEach(option -> add(words, "--option", option));
        if (settings.isReproducible()) {
            words.add("--reproducible");
        }
        return words;
    }

    /**
     * What runs the image in the foreground.
     *
     * @throws PluginException if there is no command
     */
    public List<String> run() throws PluginException {
        List<String> words = new ArrayList<>(Arrays.asList(program().toString(), "run", name));
        for (String port : settings.getPorts()) {
            add(words, "--publish", port.contains(":") ? port : published(port));
        }
        add(words, "--memory", settings.getMemory());
        add(words, "--as", settings.getAs());
        settings.getEnvironment().forEach((key, value) -> add(words, "--env", key + "=" + value));
        if (!settings.getArguments().isEmpty()) {
            words.add("--");
            words.addAll(settings.getArguments());
        }
        return words;
    }

    private Path program() throws PluginException {
        return CommandProcess.find(settings.getCommand(), System.getenv("PATH"), commandOption);
    }

    /** {@code 53/udp} is {@code 53:53/udp} when it is published. */
    private static String published(String port) {
        int slash = port.indexOf('/');
        return (slash < 0 ? port : port.substring(0, slash)) + ":" + port;
    }

    private static void add(List<String> words, String option, @Nullable String value) {
        if (value != null) {
            words.add(option);
            words.add(value);
        }
    }

    private static void addOption(List<String> words, String key, @Nullable String value) {
        if (value != null) {
            add(words, "--option", key + "=" + value);
        }
    }
}
