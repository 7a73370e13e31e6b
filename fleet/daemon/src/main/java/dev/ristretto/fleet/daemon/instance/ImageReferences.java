package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Sees to it that the images of instances are held, and no others for them. */
public final class ImageReferences {

    private static final Logger LOG = System.getLogger(ImageReferences.class.getName());

    /** No instance can be called so. */
    private static final String REVISION_MARK = "@";

    private final ImageStore images;

    /** The name under which the image of a service's revision is held. */
    public static String ofRevision(String service, int revision) {
        return service + REVISION_MARK + revision;
    }

    /** Whether an image is held for a revision, and not for an instance. */
    public static boolean isOfRevision(String holder) {
        return holder.contains(REVISION_MARK);
    }

    ImageReferences(ImageStore images) {
        this.images = images;
    }

    /**
     * A crash may have come between an instance and what it holds. A store that cannot be read must not keep running
     * instances from being found.
     */
    void repair(InstanceIndex instances) {
        try {
            Map<String, String> digests = images.holders();
            digests.keySet().stream()
                    .filter(holder -> !instances.contains(holder) && !isOfRevision(holder))
                    .forEach(images::release);
            for (InstanceReconciler instance : instances.all()) {
                String digest = instance.record().specification().digest();
                if (!digest.equals(digests.get(instance.name()))) {
                    hold(digest, instance.name());
                }
            }
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the images of instances are not held: " + StorageFailures.describe(e));
        }
    }

    /** One that is gone must not keep the others from being held. */
    private void hold(String digest, String name) {
        try {
            images.lease(digest, name);
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the image of " + name + " is not held: " + StorageFailures.describe(e));
        }
    }

    /** An instance could not be made; what is left of it, the next daemon releases. */
    void release(String name) {
        try {
            images.release(name);
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the image of " + name + " is still held: " + StorageFailures.describe(e));
        }
    }
}
