package dev.ristretto.run.host;

import java.nio.file.Files;
import java.nio.file.Path;

/** The command that installs a program on this host. */
public final class HostPackages {

    private HostPackages() {}

    /** Says how to install a package that carries this name on Debian and its descendants. */
    public static String install(String debianPackage) {
        return Files.isExecutable(Path.of("/usr/bin/apt-get"))
                ? "Install it with: sudo apt-get install --no-install-recommends " + debianPackage
                : "Install it with your system's package manager (Debian's package is " + debianPackage + ")";
    }
}
