package dev.ristretto.run.volume;

/** Is told how far something has come that may take long. */
@FunctionalInterface
public interface VolumeProgress {
    /** Tells nobody. */
    VolumeProgress NONE = (done, total) -> {};

    /**
     * Called many times, by the thread that does the work.
     *
     * @param done bytes so far
     * @param total bytes there will be; -1 if that is not known
     */
    void advanced(long done, long total);
}
