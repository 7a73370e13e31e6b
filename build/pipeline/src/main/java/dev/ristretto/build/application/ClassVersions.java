package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.nio.file.Path;
import java.util.List;

/** Class file versions: what is compiled for a later Java than the ahead-of-time compiler's cannot be built. */
public final class ClassVersions {
    /** Java releases count from class file version 45, which was Java 1.1 (JVM specification, table 4.1-A). */
    private static final int RELEASE_OFFSET = 44;

    private static final int HEADER_BYTES = 8;
    private static final int SUPPORTED = Runtime.version().feature() + RELEASE_OFFSET;

    private ClassVersions() {}

    /**
     * Checks all classes of a class path.
     *
     * @throws BuildException if a class is too new; names class, jar and version
     */
    public static void check(List<Path> classPath) {
        for (Path path : classPath) {
            new ClassPathEntry(path).classes((entry, content) -> check(entry, content.readNBytes(HEADER_BYTES), path));
        }
    }

    /** Checks one class by its first 8 bytes. */
    static void check(String name, byte[] bytes, Path where) {
        boolean classFile = bytes.length >= HEADER_BYTES
                && bytes[0] == (byte) 0xca
                && bytes[1] == (byte) 0xfe
                && bytes[2] == (byte) 0xba
                && bytes[3] == (byte) 0xbe;
        if (!classFile) {
            return;
        }
        int major = Byte.toUnsignedInt(bytes[6]) << 8 | Byte.toUnsignedInt(bytes[7]);
        if (major > SUPPORTED) {
            int supportedRelease = SUPPORTED - RELEASE_OFFSET;
            throw new BuildException("Class " + name + " in " + where + " is compiled for Java "
                    + (major - RELEASE_OFFSET) + " (class file version " + major + "), newer than Java "
                    + supportedRelease + " (version " + SUPPORTED + "). Compile it with --release " + supportedRelease
                    + ".");
        }
    }
}
