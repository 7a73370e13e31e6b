package dev.ristretto.image.store;

/**
 * What a store takes of the disk. Sizes are bytes of files, each counted once.
 *
 * @param images how many there are, those included that have lost their names but that leases keep
 * @param usedImages how many of them somebody has a lease of
 * @param bytes files that images need
 * @param sharedBytes files that several images need
 * @param unusedBytes files that only images need which nobody has a lease of
 * @param leftOvers how many files no image needs
 * @param leftOverBytes what these take
 */
public record StoreUsage(
        int images,
        int usedImages,
        long bytes,
        long sharedBytes,
        long unusedBytes,
        int leftOvers,
        long leftOverBytes) {}
