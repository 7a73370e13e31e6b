package dev.ristretto.run.vmm.process;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.BootableFile;
import dev.ristretto.run.vmm.FolderMount;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.Control;
import dev.ristretto.run.vmm.launch.Driver;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import dev.ristretto.run.vmm.launch.Launcher;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Starts {@link FakeKernel}s in the place of images, otherwise as they are. */
class FakeProcesses implements Driver {

    private final ProcessDriver real;
    private final Path folder;
    private final Optional<List<String>> network;
    private final String[] steps;
    private List<FolderMount> folders = List.of();

    /**
     * Processes that do something.
     *
     * @param network what is started in the place of passt
     */
    FakeProcesses(Path folder, Optional<List<String>> network, String... steps) {
        this.folder = folder;
        this.real = new ProcessDriver("", new PasstSearch("", new VerdictCache(folder)), new Walls(folder));
        this.network = network;
        this.steps = steps;
    }

    /** Gives them folders of this host. */
    FakeProcesses folders(List<FolderMount> value) {
        folders = value;
        return this;
    }

    AttachedInstance start() throws IOException {
        return new Launcher(this).start(specification());
    }

    Instance start(RunFiles files) throws IOException {
        return new Launcher(this).start(specification(), files);
    }

    private InstanceSpecification specification() throws IOException {
        Path kernel = BootableFile.write(folder.resolve("image"));
        return InstanceSpecification.builder("test", kernel, 1).folders(folders).build();
    }

    @Override
    public String program() {
        return real.program();
    }

    @Override
    public LaunchPlan plan(InstanceSpecification specification, InstanceChannels channels) {
        Confinement confinement = Confinement.none(channels, Optional.empty());
        return ProcessDriver.plan(
                        List.of(program(steps)),
                        LaunchPlan.Errors.CONSOLE,
                        1,
                        confinement.volumes(specification) + "proxied",
                        network.map(FakeProcesses::helper),
                        confinement,
                        channels)
                .serving(ProcessDriver.served(specification, channels));
    }

    private static LaunchPlan.Helper helper(List<String> command) {
        return new LaunchPlan.Helper("passt", command, Optional.empty(), "Do without");
    }

    private String program(String... lines) {
        try {
            Path program = folder.resolve("kernel");
            String script = """
                    #!/bin/sh
                    exec '%s' -Xshare:auto -XX:TieredStopAtLevel=1 -XX:+SuppressFatalErrorMessage -cp '%s' %s '%s'
                    """.formatted(
                            Path.of(System.getProperty("java.home"), "bin", "java"),
                            System.getProperty("java.class.path"),
                            FakeKernel.class.getName(),
                            String.join("\n", lines));
            Files.writeString(program, script);
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            return program.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public Control control(InstanceChannels channels) {
        return real.control(channels);
    }

    @Override
    public Optional<ProcessIdentity> find(RunFiles files) {
        return real.find(files);
    }
}
