package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an image of containers starts. Immutable.
 *
 * @param entrypoint absolute path and arguments that it always has
 * @param arguments what comes behind, unless others are given
 * @param programBytes size of the file
 */
record ContainerStart(List<String> entrypoint, List<String> arguments, long programBytes) {
    /** Where a program is looked for that has no slash in its name, if the image does not say it. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final int EXECUTABLE = 0111;

    /**
     * Finds it.
     *
     * @param main a program of the image in place of what it says itself
     */
    static ContainerStart of(String shown, ContainerConfiguration image, Optional<String> main, LayerTree tree) {
        if (!image.directory().equals("/")) {
            tree.requireFolder(image.directory());
        }
        // Without an entry point the first word of the command is what has to be there, whatever is given at start.
        List<String> words = main.isPresent()
                ? List.of(main.get())
                : image.entrypoint().isEmpty()
                        ? image.command().stream().limit(1).toList()
                        : image.entrypoint();
        List<String> arguments = main.isPresent()
                ? List.of()
                : image.entrypoint().isEmpty()
                        ? image.command().stream().skip(1).toList()
                        : image.command();
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            throw new BuildException(
                    shown + ": the image has neither an entry point nor a command, so nothing says what"
                            + " to start. Name a program in it: --main /PATH.");
        }
        String path = path(shown, words.getFirst(), image, tree);
        List<String> entrypoint = new ArrayList<>(words);
        entrypoint.set(0, path);
        return new ContainerStart(
                List.copyOf(entrypoint),
                arguments,
                tree.find(path).map(node -> node.size).orElse(0L));
    }

    private static String path(String shown, String program, ContainerConfiguration image, LayerTree tree) {
        String known = ArchiveNames.shown(program);
        if (program.contains("/")) {
            String path = program.startsWith("/") ? program : below(image.directory(), program);
            Optional<LayerNode> found = tree.find(path);
            if (found.isEmpty() || !found.get().isRegular()) {
                throw new BuildException(shown + ": the image starts " + known
                        + ", and has no such file. Name another one: --main /PATH.");
            }
            if (!isExecutable(found.get())) {
                throw new BuildException(shown + ": " + known + ", which the image starts, is not executable. Name"
                        + " another one: --main /PATH.");
            }
            return path;
        }
        String folders = image.environment().getOrDefault("PATH", PATH);
        for (String folder : folders.split(":")) {
            String path = below(folder.startsWith("/") ? folder : below(image.directory(), folder), program);
            if (tree.find(path).filter(ContainerStart::isExecutable).isPresent()) {
                return path;
            }
        }
        throw new BuildException(shown + ": the image starts " + known + ", and has no such program in "
                + ArchiveNames.shown(folders) + ". Name another one: --main /PATH.");
    }

    private static String below(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    private static boolean isExecutable(LayerNode node) {
        return node.isRegular() && (node.properties.permissions() & EXECUTABLE) != 0;
    }
}
