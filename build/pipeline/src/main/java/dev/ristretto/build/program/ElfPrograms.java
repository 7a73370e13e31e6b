package dev.ristretto.build.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that are an ELF file and its libraries. */
final class ElfPrograms {
    static final long MEMORY = 8L << 20;
    private static final String TLS = "lib(ssl|gnutls|mbedtls|wolfssl|nss3)\\.so.*";

    private ElfPrograms() {}

    /**
     * An image's program of an ELF file.
     *
     * @param kind what it is, for people
     */
    static Program of(ProgramSource source, Path file, String kind) throws IOException {
        ProgramFiles files = source.noFiles();
        LibraryFiles libraries = new LibraryFiles(source, files, file);
        String target = libraries.target(file);
        // A program of several names, as busybox is one, does what it is called by: the name that it was given here.
        String name = target;
        if (!libraries.isOfSystem(file.toRealPath())) {
            name = Path.of(target).resolveSibling(file.getFileName()).toString();
            files.add(file, name, "the program");
        } else if (libraries.isOfSystem(file)) {
            String unused = files.addSystem(file, "the program");
            name = "/" + source.system().relativize(file.toAbsolutePath().normalize());
        } else {
            String unused = files.addSystem(file.toRealPath(), "the program");
        }
        libraries.addTo(file, target);
        SystemFiles.addTo(files);
        Map<String, String> environment = SystemFiles.environment("/");
        // What brings all its code itself does not say whether there is TLS in it.
        if (libraries.isStatic()
                || libraries.libraries().stream()
                        .anyMatch(library -> library.name().matches(TLS))) {
            environment.putAll(SystemFiles.addCertificates(files, source.system()));
        }
        return new Program(
                kind + (libraries.isStatic() ? ", static" : ""),
                List.of(name),
                environment,
                Math.max(MEMORY, Files.size(file)),
                files);
    }
}
