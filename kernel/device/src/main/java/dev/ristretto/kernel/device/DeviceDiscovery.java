package dev.ristretto.kernel.device;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.device.block.HostBlock;
import dev.ristretto.kernel.device.block.VirtioBlock;
import dev.ristretto.kernel.device.folder.HostFolder;
import dev.ristretto.kernel.device.folder.VirtioFolder;
import dev.ristretto.kernel.device.net.HostNetworkCard;
import dev.ristretto.kernel.device.net.NetworkCard;
import dev.ristretto.kernel.device.net.VirtioNet;
import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.device.virtio.Transport;
import dev.ristretto.kernel.device.virtio.Transports;
import dev.ristretto.kernel.filesystem.block.BlockDevice;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.machine.io.HostDisk;
import dev.ristretto.kernel.machine.memory.DmaMemory;
import dev.ristretto.kernel.machine.platform.Platform;
import dev.ristretto.kernel.network.link.MacAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the devices of the machine, in the order of {@link Transports}. A process of Linux has none of virtio's.
 *
 * <p>Each method names one driver, and no list names them all: what nobody calls is not in the image. To be called once
 * per device, from lazy holders; whoever finds a device owns it.
 */
public final class DeviceDiscovery {
    private static final int SEED_BYTES = 64;
    private static final long SEED_TIMEOUT_NANOS = 1_000_000_000L;

    /** First byte of a locally administered unicast address. */
    private static final long LOCALLY_ADMINISTERED = 0x02L << 40;

    private DeviceDiscovery() {}

    /**
     * The first network card, started and ready to receive; for a process of Linux what the host has handed to it.
     *
     * @return null if there is none
     * @throws DeviceException if there is one that cannot be used
     */
    public static @Nullable NetworkCard findNetwork() {
        if (!Platform.hasBuses()) {
            return HostNetworkCard.find(randomAddress());
        }
        Transport transport = Transports.findFirst(VirtioNet.DEVICE_TYPE);
        return transport == null ? null : VirtioNet.start(transport, DmaMemory::allocate, randomAddress());
    }

    /**
     * The disks that the host gives the instance for its volumes, started, in their order: disks of a machine by their
     * serial numbers, {@link CommandLine#DISK_SERIAL}; for a process of Linux the files that the host has opened.
     *
     * @param places of the volumes
     * @throws DeviceException if one is missing or cannot be used
     */
    public static List<BlockDevice> findVolumes(List<VolumePlace> places) {
        return Platform.hasBuses() ? ofMachine(places) : ofHost(places);
    }

    private static List<BlockDevice> ofMachine(List<VolumePlace> places) {
        Map<String, BlockDevice> disks = new HashMap<>();
        for (Transport transport : Transports.findAll(VirtioBlock.DEVICE_TYPE)) {
            VirtioBlock disk = VirtioBlock.start(transport, DmaMemory::allocate);
            disks.put(disk.serial(), disk);
        }
        return inOrder(places, disks, CommandLine.DISK_SERIAL, "disk for the volume");
    }

    private static List<BlockDevice> ofHost(List<VolumePlace> places) {
        List<HostDisk> disks = HostDisk.all();
        Map<String, BlockDevice> known = new HashMap<>();
        for (int i = 0; i < Math.min(places.size(), disks.size()); i++) {
            known.put(
                    CommandLine.DISK_SERIAL + i,
                    new HostBlock(disks.get(i), places.get(i).readOnly(), DmaMemory::allocate));
        }
        return inOrder(places, known, CommandLine.DISK_SERIAL, "disk for the volume");
    }

    /**
     * The ways to folders of the host, in their order: devices of a machine by their names,
     * {@link CommandLine#FOLDER_TAG}; for a process of Linux the sockets that the host has given it behind its disks.
     *
     * @param places of the folders
     * @param disks how many disks there are
     * @throws DeviceException if one is missing or cannot be used
     */
    public static List<NinePTransport> findFolders(List<VolumePlace> places, int disks) {
        Map<String, NinePTransport> known = new HashMap<>();
        if (Platform.hasBuses()) {
            for (Transport transport : Transports.findAll(VirtioFolder.DEVICE_TYPE)) {
                VirtioFolder folder = VirtioFolder.start(transport, DmaMemory::allocate);
                known.put(folder.tag(), folder);
            }
        } else {
            List<HostDisk> sockets = HostDisk.all();
            for (int i = disks; i < sockets.size(); i++) {
                known.put(CommandLine.FOLDER_TAG + (i - disks), new HostFolder(sockets.get(i), DmaMemory::allocate));
            }
        }
        return inOrder(places, known, CommandLine.FOLDER_TAG, "way to the folder");
    }

    /** Devices that are known by a name and a number from 0 on, one for each place. */
    private static <T> List<T> inOrder(List<VolumePlace> places, Map<String, T> known, String name, String what) {
        List<T> found = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            T device = known.get(name + i);
            if (device == null) {
                throw new DeviceException(
                        "the host has given no " + what + " at " + places.get(i).path());
            }
            found.add(device);
        }
        return found;
    }

    /**
     * Feeds the kernel's random generator from the first entropy source of the machine; blocks for a second at most.
     *
     * @return how many bytes it gave, 0 if there is none
     * @throws DeviceException if there is one that cannot be used
     */
    public static int seedEntropy() {
        Transport transport = Transports.findFirst(VirtioRng.DEVICE_TYPE);
        if (transport == null) {
            return 0;
        }
        byte[] seed = VirtioRng.read(transport, DmaMemory::allocate, SEED_BYTES, SEED_TIMEOUT_NANOS);
        if (seed.length > 0) {
            Entropy.mix(seed);
        }
        return seed.length;
    }

    private static MacAddress randomAddress() {
        byte[] random = new byte[6];
        Entropy.fill(random);
        return new MacAddress(MacAddress.of(random).value() & 0x00ff_ffff_ffffL | LOCALLY_ADMINISTERED);
    }
}
