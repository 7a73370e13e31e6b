package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.HypervisorException;
import java.nio.file.Path;
import java.util.Optional;

/** The image that is held for an instance. */
interface HeldImage {

    /**
     * Makes sure that what is to be started is what was stored.
     *
     * @throws HypervisorException if it is not
     */
    void requireIntact();

    /**
     * Whether it was not built here, so that nothing is known of its first instructions.
     *
     * @throws HypervisorException if that cannot be told
     */
    boolean isForeign();

    /**
     * The file system with its own files, if it has some.
     *
     * @throws HypervisorException if that cannot be told
     */
    Optional<Path> root();

    /** The instance does not need it any more. */
    void release();

    /** An image of a store, held under an instance's name. */
    static HeldImage of(ImageStore images, String holder, String digest) {
        return new HeldImage() {
            @Override
            public void requireIntact() {
                try {
                    images.requireIntact(digest);
                } catch (ImageException e) {
                    throw new HypervisorException(StorageFailures.describe(e), e);
                }
            }

            @Override
            public boolean isForeign() {
                try {
                    return images.ofDigest(digest).origin().isPresent();
                } catch (ImageException e) {
                    throw new HypervisorException(StorageFailures.describe(e), e);
                }
            }

            @Override
            public Optional<Path> root() {
                try {
                    return images.ofDigest(digest).root();
                } catch (ImageException e) {
                    throw new HypervisorException(StorageFailures.describe(e), e);
                }
            }

            @Override
            public void release() {
                images.release(holder);
            }
        };
    }
}
