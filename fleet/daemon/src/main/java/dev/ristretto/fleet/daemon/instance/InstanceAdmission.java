package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.syntax.InstanceName;
import dev.ristretto.fleet.api.syntax.Labels;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.store.FleetDatabase;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.volume.VolumeStore;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Lets new instances in, one after another: each has a name and an image of its own from then on. */
final class InstanceAdmission {

    private static final SpecificationLimits LIMITS = SpecificationLimits.of(10_000);

    private final ImageStore images;
    private final ImageReferences references;
    private final VolumeStore volumes;
    private final List<Hypervisor> hypervisors;
    private final InstantSource clock;
    private final FleetDatabase database;
    private final InstanceIndex instances;
    private final Function<InstanceRecord, InstanceReconciler> keep;

    /**
     * Admission to these instances.
     *
     * @param keep adds an instance to them
     */
    InstanceAdmission(
            ImageStore images,
            ImageReferences references,
            VolumeStore volumes,
            List<Hypervisor> hypervisors,
            InstantSource clock,
            FleetDatabase database,
            InstanceIndex instances,
            Function<InstanceRecord, InstanceReconciler> keep) {
        this.images = images;
        this.references = references;
        this.volumes = volumes;
        this.hypervisors = hypervisors;
        this.clock = clock;
        this.database = database;
        this.instances = instances;
        this.keep = keep;
    }

    /**
     * Lets one in that may get a name.
     *
     * @throws FleetException if it cannot be let in
     */
    synchronized InstanceReconciler admit(NewInstance wish) {
        Specification specification = wish.specification();
        String name = wish.name() == null ? freeName(specification.image()) : wish.name();
        Labels.check(specification.labels());
        return admit(name, specification);
    }

    /**
     * Lets one in.
     *
     * @throws FleetException if the name is taken, there are too many, there is no such image, or if the specification
     *     is not what it should be
     */
    synchronized InstanceReconciler admit(String name, Specification specification) {
        InstanceName.check(name);
        if (instances.contains(name)) {
            throw new FleetException(
                    Kind.CONFLICT,
                    "There is an instance " + name + " already\nChoose another --name, or: ristretto rm " + name);
        }
        try {
            InstanceSpecifications.check(hypervisors, name, specification);
            LIMITS.requireRoom(
                    "instances",
                    instances.all().stream()
                            .map(known -> known.record().specification())
                            .toList(),
                    specification);
            Image image = images.lease(specification.digest(), name);
            InstanceSpecifications.checkVolumes(specification, image, volumes);
            // With the image's entry point the arguments may be too many.
            InstanceSpecification unused = InstanceSpecifications.of(name, specification.withImage("", "/"), image);
            InstanceRecord record = InstanceRecord.create(
                    name,
                    specification.withImage(image.digest(), image.kernel().toString()),
                    InstanceReconciler.GRACE.toMillis(),
                    clock.instant());
            NewEvent created = new NewEvent(EventKind.CREATED, "image " + specification.image(), clock.instant());
            return database.alone(() -> keep.apply(database.insert(record, created)));
        } catch (ImageException e) {
            throw StorageFailures.ofStore(e);
        } catch (FleetException e) {
            references.release(name);
            throw e;
        }
    }

    private String freeName(String image) {
        String base = image.replaceFirst(":.*", "").replace('/', '-');
        String name = base;
        for (int number = 2; instances.contains(name); number++) {
            name = base + "-" + number;
        }
        return name;
    }
}
