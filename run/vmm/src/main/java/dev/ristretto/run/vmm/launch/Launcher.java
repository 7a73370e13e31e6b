package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.HostPorts;
import dev.ristretto.run.host.PortUnavailableException;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.KernelFile;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Starts instances as a {@link Driver} plans them, and takes over those that run. Safe for use by several threads. */
public final class Launcher {

    /** How long an instance that nobody waits for in front of a terminal may take until its machine is set up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Driver driver;
    private final Duration patience;

    /** A launcher of one kind of instance. */
    public Launcher(Driver driver) {
        this(driver, PATIENCE);
    }

    /**
     * The same with another patience.
     *
     * @param patience how long a detached instance may take until its machine is set up
     */
    public Launcher(Driver driver, Duration patience) {
        this.driver = driver;
        this.patience = patience;
    }

    /** See {@link dev.ristretto.run.vmm.Hypervisor#start(InstanceSpecification)}. */
    public AttachedInstance start(InstanceSpecification specification) {
        KernelFile.requireCurrent(specification.kernel());
        try {
            InstanceChannels.Attached channels = new InstanceChannels.Attached(Files.createTempDirectory("ristretto"));
            try {
                return attached(plan(specification, channels), channels, specification.capture());
            } finally {
                Files.deleteIfExists(channels.folder());
            }
        } catch (IOException e) {
            throw new HypervisorException(driver.program() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private AttachedInstance attached(LaunchPlan plan, InstanceChannels.Attached channels, Optional<Path> captureFile)
            throws IOException {
        Optional<Capture> capture = Optional.empty();
        boolean started = false;
        try (Control control = plan.control();
                ChannelListener reports = ChannelListener.open(channels.report());
                ChannelListener errors = plan.errorChannel() ? ChannelListener.open(channels.errors()) : null) {
            if (captureFile.isPresent()) {
                capture = Optional.of(Capture.start(channels.capture(), captureFile.get()));
            }
            control.prepare();
            AttachedInstance instance =
                    AttachedLaunch.start(plan, driver.program(), reports, Optional.ofNullable(errors), capture);
            capture.ifPresent(Capture::awaitWriter);
            started = true;
            return instance;
        } finally {
            if (!started) {
                capture.ifPresent(Capture::abandon);
            }
            Files.deleteIfExists(channels.capture());
            Files.deleteIfExists(channels.network());
            Files.deleteIfExists(channels.script());
            Files.deleteIfExists(channels.parameters());
            for (LaunchPlan.ServedFolder served : plan.folders()) {
                Files.deleteIfExists(served.socket());
            }
        }
    }

    /** See {@link dev.ristretto.run.vmm.Hypervisor#start(InstanceSpecification, RunFiles)}. */
    public Instance start(InstanceSpecification specification, RunFiles files) {
        KernelFile.requireCurrent(specification.kernel());
        if (specification.capture().isPresent()) {
            throw new HypervisorException("Only what runs in the foreground can be captured");
        }
        LaunchPlan plan = plan(specification, new InstanceChannels.Detached(files));
        return DetachedLaunch.start(plan, driver.program(), files, patience);
    }

    private LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels) {
        LaunchPlan plan = driver.plan(specification, channels);
        try {
            HostPorts.requireFree(specification.ports());
        } catch (PortUnavailableException e) {
            throw new HypervisorException(String.valueOf(e.getMessage()), e);
        }
        return plan;
    }

    /** See {@link dev.ristretto.run.vmm.Hypervisor#attach}. */
    public Optional<Instance> attach(ProcessIdentity identity, RunFiles files) {
        return identity.isAlive() ? Optional.of(take(identity, files)) : Optional.empty();
    }

    /** See {@link dev.ristretto.run.vmm.Hypervisor#find}. */
    public Optional<Instance> find(RunFiles files) {
        return driver.find(files).map(identity -> take(identity, files));
    }

    private Instance take(ProcessIdentity identity, RunFiles files) {
        return DetachedLaunch.attach(identity, driver.control(new InstanceChannels.Detached(files)), files);
    }

    /** See {@link dev.ristretto.run.vmm.Hypervisor#outcome}. */
    public Outcome outcome(RunFiles files) {
        return DetachedLaunch.outcome(driver.control(new InstanceChannels.Detached(files)), files);
    }
}
