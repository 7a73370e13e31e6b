package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.daemon.instance.ImageReferences;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Sees to it that the images of services are held, and no others for them. Safe for use by several threads. */
final class RevisionImages {

    private static final Logger LOG = System.getLogger(RevisionImages.class.getName());

    private final ImageStore images;

    RevisionImages(ImageStore images) {
        this.images = images;
    }

    /** Each revision that a service may come to needs its image, whether an instance runs it or not. */
    synchronized void hold(Collection<ServiceReconciler> services) {
        try {
            Map<String, String> needed = new HashMap<>();
            services.stream()
                    .filter(service -> !service.isRemoved())
                    .forEach(service -> service.revisions()
                            .forEach((number, specification) -> needed.put(
                                    ImageReferences.ofRevision(service.name(), number), specification.digest())));
            Map<String, String> held = images.holders();
            needed.forEach((holder, digest) -> {
                if (!digest.equals(held.get(holder))) {
                    images.lease(digest, holder);
                }
            });
            Set<String> gone = new HashSet<>(held.keySet());
            gone.removeIf(holder -> !ImageReferences.isOfRevision(holder) || needed.containsKey(holder));
            gone.forEach(images::release);
        } catch (ImageException e) {
            LOG.log(Level.WARNING, "the images of services are not held: " + e.getMessage());
        }
    }
}
