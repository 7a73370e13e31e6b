package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.DetachedHypervisor;
import dev.ristretto.run.vmm.DetachedInstance;
import dev.ristretto.run.vmm.InstancePlace;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** QEMU processes that go on by themselves. */
final class DetachedQemu implements DetachedHypervisor {

    private static final Path PROC = Path.of("/proc");

    private final Starter starter;

    /** Starts one QEMU process. */
    interface Starter {
        DetachedQemuInstance start(InstanceSpecification specification, InstancePlace place);
    }

    DetachedQemu(Starter starter) {
        this.starter = starter;
    }

    @Override
    public DetachedInstance start(InstanceSpecification specification, InstancePlace place) {
        return starter.start(specification, place);
    }

    @Override
    public Optional<DetachedInstance> attach(ProcessIdentity identity, InstancePlace place) {
        return identity.isAlive() ? Optional.of(DetachedQemuInstance.attach(identity, place)) : Optional.empty();
    }

    @Override
    public Optional<DetachedInstance> find(InstancePlace place) {
        String option = QemuChannels.controlOption(place.control());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                Optional<ProcessIdentity> found = arguments(process).contains(option) ? own(process) : Optional.empty();
                // Asked again, because the number may have gone to another process before its identity was known.
                if (found.isPresent() && arguments(process).contains(option)) {
                    return Optional.of(DetachedQemuInstance.attach(found.get(), place));
                }
            }
        } catch (IOException e) {
            // Without /proc no process can be recognised, this one's included.
        }
        return Optional.empty();
    }

    /** Anybody may start a process with such arguments; only this user's can be the one that is meant. */
    private static Optional<ProcessIdentity> own(Path process) {
        try {
            return Files.getOwner(process).equals(Files.getOwner(PROC.resolve("self")))
                    ? ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
                    : Optional.empty();
        } catch (IOException e) {
            // It has ended.
            return Optional.empty();
        }
    }

    private static List<String> arguments(Path process) {
        try {
            return List.of(
                    new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public Outcome outcome(InstancePlace place) {
        return DetachedQemuInstance.outcome(place, "");
    }
}
