package dev.ristretto.fleet.api;

import java.util.List;
import java.util.Map;

/**
 * What is inside an image.
 *
 * @param image the image itself
 * @param loadedBytes memory that its bootable file takes once loaded
 * @param classes reachable classes, interfaces and arrays
 * @param methods compiled methods
 * @param parts sizes in bytes by section of the file
 * @param packages what packages have in it, largest first
 * @param versions of what built it
 */
public record ImageContents(
        ImageView image,
        long loadedBytes,
        int classes,
        int methods,
        Map<String, Long> parts,
        List<PackageSize> packages,
        Map<String, String> versions) {

    /**
     * A package's share.
     *
     * @param name of the package
     * @param codeBytes machine code
     * @param heapBytes instances of its classes in the initial heap
     */
    public record PackageSize(String name, long codeBytes, long heapBytes) {}
}
