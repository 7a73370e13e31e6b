package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.daemon.console.ConsoleFiles;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.run.host.FileTrees;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.VolumeBinding;
import dev.ristretto.run.vmm.VolumeMount;
import dev.ristretto.run.volume.VolumeException;
import dev.ristretto.run.volume.VolumeStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one instance: its console, its volumes, and where its hypervisor can be reached. */
public final class InstanceFiles {

    private final FleetFolders folders;
    private final long id;
    private final Path folder;
    private final ConsoleFiles console;
    /** Those of the instance of a number. */
    InstanceFiles(FleetFolders folders, long id) {
        this.folders = folders;
        this.id = id;
        folder = folders.instance(id);
        console = new ConsoleFiles(folder);
    }

    Path folder() {
        return folder;
    }
    /** What it has written. */
    public ConsoleFiles console() {
        return console;
    }

    /** With the console file that is written now. */
    RunFiles place() throws IOException {
        return new RunFiles(folders.control(id), console.current(), report(), folder.resolve("errors"));
    }

    /**
     * Its volumes, which it uses from now on; those that have a size are made if they are not there.
     *
     * @throws HypervisorException if there is no such volume, or somebody else uses one
     */
    List<VolumeMount> useVolumes(InstanceRecord record) {
        VolumeStore store = new VolumeStore(folders.volumes());
        try {
            return record.specification().volumes().stream()
                    .map(VolumeBinding::parse)
                    .map(binding ->
                            binding.on(store.use(binding.volume(), binding.size(), record.name(), binding.readOnly())
                                    .disk()))
                    .toList();
        } catch (VolumeException e) {
            throw new HypervisorException(String.valueOf(e.getMessage()), e);
        }
    }

    /** What the guest reports; a guest may write as much as it likes. */
    Path report() {
        return folder.resolve("report");
    }

    /** What an earlier run reported must not be taken for what the next one does. */
    void forgetReport() throws IOException {
        Files.deleteIfExists(report());
    }

    /** Deletes all of them; may be done again if it was interrupted. */
    void delete() throws IOException {
        Files.deleteIfExists(folders.control(id));
        FileTrees.delete(folder);
    }
}
