package dev.ristretto.cli.it;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * As what images run whose tests are not about the machine: as processes, which is faster. {@code -Dristretto.it.as=vm} has
 * virtual machines run them all.
 */
final class RunsAs {

    static final String PROCESS = "process";
    static final String VM = "vm";

    /** Where the machine is not the point. */
    static final String ANYTHING = System.getProperty("ristretto.it.as", PROCESS);

    private RunsAs() {}

    /** The same with a network, which a process has only from passt. */
    static String anythingWithNetwork() {
        return passtIsInstalled() ? ANYTHING : VM;
    }

    static boolean passtIsInstalled() {
        return isInstalled("passt");
    }

    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
