package dev.ristretto.build.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Programs that are an ELF file and its libraries. */
final class ElfPrograms {
    private static final long MEMORY = 8L << 20;
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
        if (libraries.isOfSystem(file.toRealPath())) {
            String unused = files.addSystem(file.toRealPath(), "the program");
        } else {
            files.add(file, target, "the program");
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
                List.of(target),
                environment,
                Math.max(MEMORY, Files.size(file)),
                files);
    }
}
