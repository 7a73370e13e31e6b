package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.HypervisorException;

/** The image that is held for an instance. */
interface HeldImage {

    /**
     * The image, after it was made sure that what is to be started is what was stored.
     *
     * @throws HypervisorException if it is not
     */
    Image intact();

    /** The instance does not need it any more. */
    void release();

    /** An image of a store, held under an instance's name. */
    static HeldImage of(ImageStore images, String holder, String digest) {
        return new HeldImage() {
            @Override
            public Image intact() {
                try {
                    images.requireIntact(digest);
                    return images.ofDigest(digest);
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
