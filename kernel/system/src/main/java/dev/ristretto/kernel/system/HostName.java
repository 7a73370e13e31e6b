package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.machine.boot.BootParameters;

/**
 * The name of this instance: {@link CommandLine#HOST_NAME}, else the environment variable HOSTNAME, as
 * container engines set it, else "ristretto".
 */
final class HostName {
    private HostName() {}

    static String get() {
        return get(BootParameters.commandLine());
    }

    /** The same for who knows the command line. */
    static String get(String commandLine) {
        for (String token : commandLine.split(" ")) {
            if (token.startsWith(CommandLine.HOST_NAME) && !token.equals(CommandLine.HOST_NAME)) {
                return token.substring(CommandLine.HOST_NAME.length());
            }
        }
        String name = System.getenv("HOSTNAME");
        return name == null || name.isEmpty() ? "ristretto" : name;
    }
}
