package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How one instance is started.
 *
 * @param command the program and its arguments
 * @param environment all of its environment variables; empty if it has those of this process
 * @param errors where standard error of an attached instance's program leads; a detached one's leads to its file
 * @param errorChannel whether an attached instance connects to a channel for the guest's standard error
 * @param files what has to be there before it is started, for nobody but the user to read
 * @param helpers programs that an attached instance needs beside it, started before; a detached one has them among
 *     its own processes
 * @param folders of this host that this process serves to an attached instance
 * @param control how it is controlled once it runs
 * @param notice why the guest's instructions are executed the way they are, or what it lacks, in one line; empty if
 *     there is nothing to say
 */
public record LaunchPlan(
        List<String> command,
        Optional<Map<String, String>> environment,
        Errors errors,
        boolean errorChannel,
        Map<Path, byte[]> files,
        List<Helper> helpers,
        List<ServedFolder> folders,
        Control control,
        Optional<String> notice) {

    public LaunchPlan {
        command = List.copyOf(command);
        files = Map.copyOf(files);
        helpers = List.copyOf(helpers);
        folders = List.copyOf(folders);
    }

    /** The same with folders that this process serves. */
    public LaunchPlan serving(List<ServedFolder> served) {
        return new LaunchPlan(command, environment, errors, errorChannel, files, helpers, served, control, notice);
    }

    /** Writes the files, in the place of older ones. */
    void prepare() throws IOException {
        for (Map.Entry<Path, byte[]> file : files.entrySet()) {
            Files.deleteIfExists(file.getKey());
            Files.write(Files.createFile(file.getKey(), PrivateFiles.FILE), file.getValue());
        }
    }

    /** What several parts of a plan have to say, in one line. */
    @SafeVarargs
    public static Optional<String> notice(Optional<String>... parts) {
        return Stream.of(parts).flatMap(Optional::stream).reduce((one, other) -> one + "; " + other);
    }

    /** What becomes of standard error. */
    public enum Errors {
        /** Says why the program failed. */
        EXPLAIN,
        /** Is part of the console. */
        CONSOLE,
        /** Is the guest's standard error, which is kept apart from the console. */
        GUEST,
        /** Is this process's own. */
        INHERIT
    }

    /**
     * A folder of this host that an instance sees.
     *
     * @param socket where the instance connects before it connects to its report channel
     */
    public record ServedFolder(Path folder, boolean readOnly, Path socket) {}

    /**
     * A program that an instance cannot do without: if it ends, the instance is ended too.
     *
     * @param name at the beginning of a message
     * @param command the program and its arguments
     * @param socket where it has to listen before the instance is started, if that is so
     * @param remedy how to do without it, one line
     */
    public record Helper(String name, List<String> command, Optional<Path> socket, String remedy) {

        public Helper {
            command = List.copyOf(command);
        }
    }
}
