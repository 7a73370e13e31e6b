package dev.ristretto.tests.system;

import dev.ristretto.run.host.HostPrograms;

/**
 * As what images run whose tests are not about the machine: as processes, which is faster. {@code -Dristretto.it.as=vm}
 * has virtual machines run them all.
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
        return HostPrograms.find(System.getenv("PATH"), program).isPresent();
    }
}
