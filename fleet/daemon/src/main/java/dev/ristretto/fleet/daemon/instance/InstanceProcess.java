package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.daemon.instance.InstanceLifecycle.Observation;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.image.model.Image;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.run.volume.VolumeUse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process of one instance: started, found again and observed. The handle may be asked for by any thread; everything
 * else is for one at a time.
 */
final class InstanceProcess {

    private static final Logger LOG = System.getLogger(InstanceProcess.class.getName());

    private final Hypervisor hypervisor;
    private final InstanceFiles files;
    private final InstantSource clock;
    private final Runnable onEnd;
    private volatile @Nullable Instance handle;
    private boolean adopted;

    /** When this daemon began to start what runs now. */
    private @Nullable Instant launched;

    /**
     * Nothing is known of a process yet.
     *
     * @param onEnd is told, by any thread, when the process has ended
     */
    InstanceProcess(Hypervisor hypervisor, InstanceFiles files, InstantSource clock, Runnable onEnd) {
        this.hypervisor = hypervisor;
        this.files = files;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    /** Whether its console can go on in another file while it runs. */
    boolean canSwitchConsole() {
        return hypervisor.capabilities().contains(Capability.CONSOLE_SWITCH);
    }

    /** The running instance, if there is one and this daemon knows it. */
    Optional<Instance> handle() {
        return Optional.ofNullable(handle);
    }

    /** Looks at the process that there should be, and for it if this daemon does not know it. */
    Observation observe(InstanceRecord record) throws IOException {
        if (!InstanceLifecycle.hasProcess(record.state())) {
            return Observation.NOTHING;
        }
        if (handle == null) {
            try {
                if (!take(search(record))) {
                    return Observation.ended(explained(record));
                }
            } catch (IOException | RuntimeException | Error e) {
                if (isWanted(record)) {
                    throw e;
                }
                return givenUp(record, e);
            }
        }
        Instance known = Objects.requireNonNull(handle);
        return new Observation(
                Optional.of(known.identity()),
                adopted,
                known.notice(),
                Optional.ofNullable(known.ended().getNow(null)));
    }

    private static boolean isWanted(InstanceRecord record) {
        return record.desired() == DesiredState.RUNNING || record.desired() == DesiredState.RESTARTED;
    }

    /**
     * What cannot be looked for must not stay for ever: its process is ended without being asked, if there is a known
     * one.
     */
    private static Observation givenUp(InstanceRecord record, Throwable because) {
        LOG.log(Level.WARNING, "the process of " + record.name() + " cannot be looked for, and is given up", because);
        ProcessIdentity process = record.process();
        if (process == null) {
            return Observation.ended(new Outcome.Died("it cannot be looked for: " + because.getMessage()));
        }
        process.kill();
        return Observation.ended(new Outcome.Killed());
    }

    private Optional<Instance> search(InstanceRecord record) throws IOException {
        if (record.state() == InstanceState.STARTING) {
            return hypervisor.find(files.place());
        }
        Optional<Instance> found = hypervisor.attach(Objects.requireNonNull(record.process()), files.place());
        adopted = found.isPresent();
        return found;
    }

    /** With what its files cannot tell: why there is no word from an instance that ended while no daemon looked. */
    private Outcome explained(InstanceRecord record) throws IOException {
        Outcome outcome = hypervisor.outcome(files.place());
        ProcessIdentity process = record.process();
        if (!(outcome instanceof Outcome.Died) || process == null) {
            return outcome;
        }
        if (record.state() == InstanceState.STOPPING && record.due() == null) {
            return new Outcome.Killed();
        }
        return process.isOfAnEarlierBoot() ? new Outcome.Died("the computer was started anew") : outcome;
    }

    private boolean take(Optional<Instance> instance) {
        handle = instance.orElse(null);
        instance.ifPresent(running -> running.ended().thenRun(onEnd));
        return instance.isPresent();
    }

    /**
     * Starts it.
     *
     * @throws HypervisorException if it cannot be started
     */
    Instance start(InstanceRecord record, Image image) throws IOException {
        try (VolumeUse use = files.useVolumes(record)) {
            var specification = InstanceSpecifications.of(record.name(), record.specification(), image).toBuilder()
                    .volumes(VolumeMount.all(image.root(), volumes(record, use)))
                    .foreign(image.origin().isPresent())
                    .build();
            var place = files.place().withConsole(files.console().next(clock.instant()));
            launched = clock.instant();
            Instance started = hypervisor.start(specification, place);
            take(Optional.of(started));
            return started;
        }
    }

    private static List<VolumeMount> volumes(InstanceRecord record, VolumeUse use) {
        try {
            return record.specification().volumes().stream()
                    .map(VolumeBinding::parse)
                    .map(binding -> binding.on(use.take(binding.volume(), binding.size(), binding.readOnly())
                            .disk()))
                    .toList();
        } catch (VolumeException e) {
            throw new HypervisorException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Asks it to stop. */
    void requestStop() {
        Objects.requireNonNull(handle).requestStop();
    }

    /** Ends it at once. */
    void kill() {
        Objects.requireNonNull(handle).kill();
    }

    /** It is written down that this daemon looks after it. */
    void noteAdoption() {
        adopted = false;
    }

    /** It has ended. */
    void forget() {
        handle = null;
        adopted = false;
        launched = null;
    }

    /** How long it has been coming up; without what the start of the process took if another daemon has started it. */
    Duration sinceLaunch(InstanceRecord record) {
        Instant known = launched == null ? record.started() : launched;
        return Duration.between(Objects.requireNonNull(known), clock.instant());
    }
}
