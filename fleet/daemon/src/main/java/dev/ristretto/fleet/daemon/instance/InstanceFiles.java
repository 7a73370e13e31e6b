package dev.ristretto.fleet.daemon.instance;

import dev.ristretto.fleet.daemon.console.ConsoleFiles;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.run.host.FileTrees;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.volume.VolumeStore;
import dev.ristretto.run.volume.VolumeUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** What its volumes are taken by for a start. */
    VolumeUse useVolumes(InstanceRecord record) {
        return new VolumeStore(folders.volumes()).use(record.name());
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
