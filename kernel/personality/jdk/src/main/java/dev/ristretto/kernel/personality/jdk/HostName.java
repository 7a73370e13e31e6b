package dev.ristretto.kernel.personality.jdk;

import dev.ristretto.kernel.machine.BootParameters;

/**
 * The name of this instance: the token {@code hostname=} of the kernel command line, else the environment variable HOSTNAME, as
 * container engines set it, else "ristretto".
 */
final class HostName {
    private static final String TOKEN = "hostname=";

    private HostName() {}

    static String get() {
        for (String token : BootParameters.commandLine().split(" ")) {
            if (token.length() > TOKEN.length() && token.startsWith(TOKEN)) {
                return token.substring(TOKEN.length());
            }
        }
        String name = System.getenv("HOSTNAME");
        return name == null || name.isEmpty() ? "ristretto" : name;
    }
}
