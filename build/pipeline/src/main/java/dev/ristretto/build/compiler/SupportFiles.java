package dev.ristretto.build.compiler;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a GraalVM distribution brings and Maven Central does not, as far as compiling needs it: archives by the names of
 * the JDK's static libraries (empty: the kernel defines the natives), and the layouts of C structures.
 */
final class SupportFiles {
    private static final String EMPTY_ARCHIVE = "!<arch>\n";

    private static final List<String> LIBRARIES =
            List.of("java", "net", "nio", "zip", "jvm", "prefs", "extnet", "fdlibm", "libchelper", "svm_container");

    /** Constants and structure layouts of Linux on x86-64, one file for each group of C headers. */
    static final List<String> LAYOUTS = List.of(
            "AArch64LibCHelperDirectives",
            "AMD64LibCHelperDirectives",
            "BuiltinDirectives",
            "ContainerLibraryDirectives",
            "JNIHeaderDirectives",
            "LocaleDirectives",
            "PosixDirectives",
            "RISCV64LibCHelperDirectives",
            // Of SmallRye, which every application of Quarkus has: a function, and no layout at all.
            "Substitutions_NativeInfoDirectives");

    private SupportFiles() {}

    /** Writes the archives to a new folder. */
    static void writeLibraries(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String library : LIBRARIES) {
            Files.writeString(folder.resolve("lib" + library + ".a"), EMPTY_ARCHIVE, StandardCharsets.US_ASCII);
        }
    }

    /** Writes the layouts to a new folder. */
    static void writeLayouts(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String layout : LAYOUTS) {
            try (InputStream in = SupportFiles.class.getResourceAsStream("cap/" + layout + ".cap")) {
                if (in == null) {
                    throw new FileNotFoundException("resource cap/" + layout + ".cap");
                }
                Files.copy(in, folder.resolve(layout + ".cap"));
            }
        }
    }
}
