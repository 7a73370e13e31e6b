package dev.ristretto.kernel.system;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.device.DeviceDiscovery;
import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.machine.boot.BootParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The folders of the host that the host has given the instance. */
final class HostFolders {
    private HostFolders() {}

    /**
     * Finds the ways to them, once, by where each is to be found, in the order of {@link CommandLine#FOLDER}.
     *
     * @param disks how many disks the host has given
     * @throws IllegalStateException if the host has given one less, or one cannot be used
     */
    static Map<VolumePlace, NinePTransport> find(int disks) {
        List<VolumePlace> places = VolumePlace.allOf(BootParameters.commandLine(), CommandLine.FOLDER);
        try {
            Map<VolumePlace, NinePTransport> folders = new LinkedHashMap<>();
            List<NinePTransport> servers = DeviceDiscovery.findFolders(places, disks);
            for (int i = 0; i < places.size(); i++) {
                folders.put(places.get(i), servers.get(i));
            }
            return folders;
        } catch (DeviceException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
