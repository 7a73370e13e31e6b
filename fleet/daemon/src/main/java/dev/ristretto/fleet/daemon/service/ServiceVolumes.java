package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.ServiceSettings;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.daemon.instance.InstanceSpecifications;
import dev.ristretto.image.model.Image;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.volume.VolumeClaim;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.run.volume.VolumeStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The volumes of services. One that is read only is the same for all replicas. Of one that can be written to each
 * replica has its own, called after the replica's ordinal; it is made when it is needed first and stays for whoever has
 * that ordinal next. Safe for use by several threads.
 */
final class ServiceVolumes {

    private static final Logger LOG = System.getLogger(ServiceVolumes.class.getName());

    private final VolumeStore store;
    private Set<VolumeClaim> claims = Set.of();
    private boolean written;

    ServiceVolumes(VolumeStore store) {
        this.store = store;
    }

    /** Whether each replica of these has volumes of its own, and an ordinal for them. */
    static boolean areOwn(Specification template) {
        return bindings(template).anyMatch(binding -> !binding.readOnly());
    }

    /** Those of the replica of an ordinal. */
    static List<String> of(Specification template, int ordinal) {
        return bindings(template)
                .map(binding -> binding.readOnly()
                        ? binding
                        : binding.to(
                                claim("", binding).name(ordinal), binding.size().orElse(VolumeStore.USUAL)))
                .map(VolumeBinding::toString)
                .toList();
    }

    private static Stream<VolumeBinding> bindings(Specification template) {
        return template.volumes().stream().map(VolumeBinding::parse);
    }

    private static VolumeClaim claim(String service, VolumeBinding binding) {
        return new VolumeClaim(service, binding.volume(), !binding.readOnly());
    }

    /**
     * Checks that replicas of an image can have their volumes.
     *
     * @throws FleetException if they cannot, or if another service has volumes of that name for its own replicas
     */
    void check(String service, Specification template, Image image) {
        List<String> longest = of(template, ServiceSettings.MOST_REPLICAS);
        InstanceSpecifications.checkVolumes(template.withVolumes(longest), image, store);
        bindings(template).map(binding -> claim(service, binding)).forEach(this::requireUnclaimed);
    }

    private synchronized void requireUnclaimed(VolumeClaim wanted) {
        for (VolumeClaim other : claims) {
            if (wanted.numbered()
                    && other.numbered()
                    && other.volume().equals(wanted.volume())
                    && !other.owner().equals(wanted.owner())) {
                throw new FleetException(
                        Kind.CONFLICT,
                        "Volumes " + other.name(1) + ", " + other.name(2) + " and so on are those of service "
                                + other.owner() + "\nChoose another name than " + wanted.volume());
            }
        }
    }

    /** Sees to it that volumes are kept which these services may need, and no others: those of each revision. */
    synchronized void keep(Collection<ServiceReconciler> services) {
        Set<VolumeClaim> needed = new LinkedHashSet<>();
        services.stream()
                .filter(service -> !service.isRemoved() && !service.record().removed())
                .forEach(service -> service.revisions().values().stream()
                        .flatMap(ServiceVolumes::bindings)
                        .forEach(binding -> needed.add(claim(service.name(), binding))));
        if (written && needed.equals(claims)) {
            return;
        }
        claims = needed;
        written = false;
        try {
            store.keep(needed);
            written = true;
        } catch (VolumeException e) {
            LOG.log(Level.WARNING, "the volumes of services are not kept: " + e.getMessage());
        }
    }
}
