package dev.ristretto.hypervisor.qemu;

import java.nio.file.Files;
import java.nio.file.Path;

/** The command that installs a program on this host. */
final class HostPackages {

    private HostPackages() {}

    /** Says how to install a package that carries this name on Debian and its descendants. */
    static String install(String debianPackage) {
        return Files.isExecutable(Path.of("/usr/bin/apt-get"))
                ? "Install it with: sudo apt-get install --no-install-recommends " + debianPackage
                : "Install QEMU for x86-64 with your system's package manager (Debian's package is " + debianPackage
                        + ")";
    }
}
