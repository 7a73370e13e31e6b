package dev.ristretto.image.model;

/** Media types of an image's files. */
public final class MediaTypes {
    /** An index (OCI image specification 1.1). */
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /** A manifest (OCI image specification 1.1). */
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    /** The kind of artifact that an image is. */
    public static final String ARTIFACT = "application/vnd.ristretto.image.v1";

    /** An {@link ImageConfiguration}. */
    public static final String CONFIGURATION = "application/vnd.ristretto.image.config.v1+json";

    /** The bootable ELF file. */
    public static final String KERNEL = "application/vnd.ristretto.image.kernel.v1.elf";

    /** An ELF file with what a debugger wants to know of the kernel. */
    public static final String DEBUG = "application/vnd.ristretto.image.debug.v1.elf";

    /** The file system with the image's own files: EROFS. */
    public static final String ROOT = "application/vnd.ristretto.image.root.v1.erofs";

    /** An {@link ImageReport}. */
    public static final String REPORT = "application/vnd.ristretto.image.report.v1+json";

    private MediaTypes() {}
}
