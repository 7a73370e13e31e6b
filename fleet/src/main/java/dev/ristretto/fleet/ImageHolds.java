package dev.ristretto.fleet;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Sees to it that the images of instances are held, and no others for them. */
final class ImageHolds {

    private static final Logger LOG = System.getLogger(ImageHolds.class.getName());

    private final ImageStore images;

    ImageHolds(ImageStore images) {
        this.images = images;
    }

    /** A crash may have come between an instance and what it holds. A store that cannot be read must not keep running instances from being found. */
    void repair(InstanceIndex instances) {
        try {
            Map<String, String> digests = images.holders();
            digests.keySet().stream()
                    .filter(holder -> !instances.contains(holder) && !holder.contains(Services.REVISION_MARK))
                    .forEach(images::release);
            for (Reconciler instance : instances.all()) {
                String digest = instance.record().specification().digest();
                if (!digest.equals(digests.get(instance.name()))) {
                    hold(digest, instance.name());
                }
            }
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the images of instances are not held: " + Obstacles.describe(e));
        }
    }

    /** One that is gone must not keep the others from being held. */
    private void hold(String digest, String name) {
        try {
            images.lease(digest, name);
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the image of " + name + " is not held: " + Obstacles.describe(e));
        }
    }

    /** An instance could not be made; what is left of it, the next daemon releases. */
    void release(String name) {
        try {
            images.release(name);
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the image of " + name + " is still held: " + Obstacles.describe(e));
        }
    }
}
