package dev.ristretto.image.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is inside an image. Immutable; the same image gives the same report.
 *
 * @param digest of the image's manifest; empty in the stored form, which cannot contain its own digest
 * @param kernelBytes size of the bootable file
 * @param loadedBytes memory that it takes once loaded
 * @param memoryFloorBytes the least memory that the image boots with
 * @param mainClass the class whose main method runs
 * @param classes reachable classes, interfaces and arrays
 * @param methods compiled methods
 * @param natives native functions that the program can reach
 * @param parts sizes in bytes by section, {@code .symtab} included, which is not loaded
 * @param packages code and initial heap by package, largest first
 * @param heap the initial heap by class, largest first
 * @param devices drivers inside, by name
 * @param options build options as given, key by key
 * @param versions of what built it
 * @param files what a build has put into the image for a program of Linux, besides those that the user has added
 */
public record ImageReport(
        @JsonProperty("digest") String digest,
        @JsonProperty("kernelBytes") long kernelBytes,
        @JsonProperty("loadedBytes") long loadedBytes,
        @JsonProperty("memoryFloorBytes") long memoryFloorBytes,
        @JsonProperty("mainClass") String mainClass,
        @JsonProperty("classes") int classes,
        @JsonProperty("methods") int methods,
        @JsonProperty("natives") Natives natives,
        @JsonProperty("parts") Map<String, Long> parts,
        @JsonProperty("packages") List<PackageShare> packages,
        @JsonProperty("heap") List<HeapShare> heap,
        @JsonProperty("devices") List<String> devices,
        @JsonProperty("options") List<String> options,
        @JsonProperty("versions") Map<String, String> versions,

        @JsonProperty("files") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<FileShare> files) {

    /**
     * Copies lists and maps.
     *
     * @throws IllegalArgumentException if something is missing, as it may be in what comes from elsewhere
     */
    public ImageReport {
        if (digest == null
                || mainClass == null
                || natives == null
                || parts == null
                || packages == null
                || heap == null
                || devices == null
                || options == null
                || versions == null) {
            throw new IllegalArgumentException("the report is not complete");
        }
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
        packages = List.copyOf(packages);
        heap = List.copyOf(heap);
        devices = List.copyOf(devices);
        options = List.copyOf(options);
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        // Reports of Java programs, and those of older versions, do not have this.
        files = files == null ? List.of() : List.copyOf(files);
        if (parts.containsValue(null) || versions.containsValue(null)) {
            throw new IllegalArgumentException("the report is not complete");
        }
    }

    /**
     * Natives by whether the kernel has them.
     *
     * @param provided Java natives that the kernel implements by their JNI names
     * @param missing Java natives that throw UnsupportedOperationException when called
     * @param missingFunctions C functions that end the instance with their name when called
     */
    public record Natives(
            @JsonProperty("provided") List<String> provided,
            @JsonProperty("missing") List<String> missing,
            @JsonProperty("missingFunctions") List<String> missingFunctions) {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if one is missing
         */
        public Natives {
            if (provided == null || missing == null || missingFunctions == null) {
                throw new IllegalArgumentException("the report does not tell of natives");
            }
            provided = List.copyOf(provided);
            missing = List.copyOf(missing);
            missingFunctions = List.copyOf(missingFunctions);
        }
    }

    /**
     * A package's share.
     *
     * @param name package name
     * @param classes reachable classes
     * @param methods compiled methods
     * @param codeBytes machine code
     * @param heapBytes instances of its classes in the initial heap
     */
    public record PackageShare(
            @JsonProperty("name") String name,
            @JsonProperty("classes") int classes,
            @JsonProperty("methods") int methods,
            @JsonProperty("codeBytes") long codeBytes,
            @JsonProperty("heapBytes") long heapBytes) {
        /** @throws IllegalArgumentException if it has no name */
        public PackageShare {
            if (name == null) {
                throw new IllegalArgumentException("the report has a package without a name");
            }
        }
    }

    /**
     * A class's share of the initial heap.
     *
     * @param className as {@link Class#getTypeName()} gives it
     * @param objects how many
     * @param bytes their size
     */
    public record HeapShare(
            @JsonProperty("className") String className,
            @JsonProperty("objects") long objects,
            @JsonProperty("bytes") long bytes) {
        /** @throws IllegalArgumentException if it has no name */
        public HeapShare {
            if (className == null) {
                throw new IllegalArgumentException("the report has a class without a name");
            }
        }
    }

    /**
     * A file of the image, or the files of one origin in a folder.
     *
     * @param path in the image
     * @param files how many
     * @param bytes their size
     * @param origin where they come from: a package and its version, or that this is not known
     * @param reason why they are there
     */
    public record FileShare(
            @JsonProperty("path") String path,
            @JsonProperty("files") int files,
            @JsonProperty("bytes") long bytes,
            @JsonProperty("origin") String origin,
            @JsonProperty("reason") String reason) {
        /** @throws IllegalArgumentException if something is missing */
        public FileShare {
            if (path == null || origin == null || reason == null) {
                throw new IllegalArgumentException("the report has files without path, origin or reason");
            }
        }
    }

    /** The same report under another digest. */
    public ImageReport withDigest(String value) {
        return copy(value, memoryFloorBytes, options, files);
    }

    /** The same program under another configuration. */
    public ImageReport configured(long memoryFloor, List<String> givenOptions) {
        return copy(digest, memoryFloor, givenOptions, files);
    }

    /** The same kernel with files. */
    public ImageReport withFiles(List<FileShare> present) {
        return copy(digest, memoryFloorBytes, options, present);
    }

    private ImageReport copy(String newDigest, long newMemoryFloor, List<String> newOptions, List<FileShare> newFiles) {
        return new ImageReport(
                newDigest,
                kernelBytes,
                loadedBytes,
                newMemoryFloor,
                mainClass,
                classes,
                methods,
                natives,
                parts,
                packages,
                heap,
                devices,
                newOptions,
                versions,
                newFiles);
    }
}
