package dev.ristretto.run.vmm.confine;

import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.PrivateFiles;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.confine.OwnRoot.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The walls of this host. Which of them it grants is tried once, by a program that does nothing, and kept until the
 * next start of the host. Safe for use by several threads.
 */
public final class Walls {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String NOTHING = """
            31 ff                           xor edi, edi
            b8 e7 00 00 00                  mov eax, exit_group
            0f 05                           syscall
            """;

    private final Path folder;
    private final VerdictCache cache;

    /**
     * Prepares without looking at the host yet.
     *
     * @param cacheFolder where the launcher and findings about this host are kept; created when needed
     */
    public Walls(Path cacheFolder) {
        this.folder = cacheFolder.toAbsolutePath();
        this.cache = new VerdictCache(cacheFolder);
    }

    /** What is granted; what was found before counts. */
    public GrantedWall granted() {
        return granted(false);
    }

    /** What is granted now. */
    public GrantedWall examine() {
        return granted(true);
    }

    private GrantedWall granted(boolean anew) {
        String question = folder + " " + System.getProperty("user.name") + " " + VerdictCache.thisBoot();
        return GrantedWall.best(
                wall -> cache.obstacle("walls " + wall + " " + question, anew, () -> lastingObstacle(wall)));
    }

    /** A program that has just been written may be busy, while another thread starts one and still has it open. */
    private Optional<String> lastingObstacle(Wall wall) {
        return obstacle(wall).flatMap(once -> obstacle(wall));
    }

    /** Why a program does not come through a wall; empty if it does. */
    private Optional<String> obstacle(Wall wall) {
        try {
            Path launcher = LauncherProgram.install(folder);
            Path trial = Files.createTempDirectory(folder, "trial");
            Path program = trial.resolve("program");
            Path script = trial.resolve("script");
            try {
                Files.createFile(program, PrivateFiles.FOLDER);
                Files.write(program, StaticProgram.of(NOTHING));
                Files.write(
                        script,
                        ProcessScript.of(wall, script, program, List.of(), List.of(), 1, Limits.of(1 << 20, 1)));
                Command.Result result =
                        Command.run(List.of(launcher.toString(), script.toString(), program.toString()), PATIENCE);
                return result.status() == 0 ? Optional.empty() : Optional.of(explain(result));
            } finally {
                Files.deleteIfExists(script);
                Files.deleteIfExists(program);
                Files.deleteIfExists(trial);
            }
        } catch (IOException e) {
            return Optional.of("the launcher cannot be executed: " + e.getMessage());
        }
    }

    private static String explain(Command.Result result) {
        return result.output()
                .lines()
                .filter(line -> line.startsWith(LaunchScript.REFUSAL))
                .findFirst()
                .map(line -> line.substring(LaunchScript.WHO.length()).replaceFirst(";.*", ""))
                .orElse("the launcher ended with status " + result.status());
    }

    /**
     * How a program is started behind a wall.
     *
     * @param command what stands before the program and its arguments
     * @param file the script that the launcher reads and deletes
     * @param script its content
     */
    public record Start(List<String> command, Path file, byte[] script) {}

    /**
     * Behind a wall that there is.
     *
     * @param wall {@link Wall#WHOLE} or {@link Wall#CALLS}
     * @param script where the script is to be
     * @param disks what the image finds open
     * @param shares what is there besides the image, if the wall is whole
     * @param memoryBytes memory of the image
     * @param processors how many it has, each of which is a thread
     */
    public Start ofProcess(
            Wall wall,
            Path script,
            Path image,
            List<Disk> disks,
            List<Channel> shares,
            long memoryBytes,
            int processors) {
        try {
            long most = 2 * memoryBytes + Files.size(image);
            List<Share> places = shares.stream()
                    .map(channel -> new Share(channel.outside, channel.inside, channel.folder, false))
                    .toList();
            return new Start(
                    List.of(LauncherProgram.install(folder).toString(), script.toString()),
                    script,
                    ProcessScript.of(wall, script, image, disks, places, processors, Limits.of(most, processors)));
        } catch (IOException e) {
            throw cannotPrepare(e);
        }
    }

    /**
     * How a hypervisor is started behind a wall.
     *
     * @param wall {@link Wall#WHOLE} or {@link Wall#CALLS}, of which the second leaves its system calls to itself
     * @param script where the script is to be
     */
    public Start ofHypervisor(Wall wall, Path script, HypervisorNeeds needs) {
        try {
            return new Start(
                    List.of(LauncherProgram.install(folder).toString(), script.toString()),
                    script,
                    HypervisorScript.of(wall, script, needs));
        } catch (IOException e) {
            throw cannotPrepare(e);
        }
    }

    private HypervisorException cannotPrepare(IOException e) {
        return new HypervisorException("the walls cannot be prepared in " + folder + ": " + e.getMessage(), e);
    }

    /**
     * A way to others that an image is given.
     *
     * @param outside where it is on this host
     * @param inside where the image finds it
     * @param folder whether it is a folder
     */
    public record Channel(Path outside, Path inside, boolean folder) {}
}
