package dev.ristretto.kernel.system;

import dev.ristretto.abi.VolumePlace;
import dev.ristretto.kernel.device.virtio.DeviceException;
import dev.ristretto.kernel.machine.boot.BootParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The devices that the command line has a place in the tree of files for. */
final class PlacedDevices {
    private PlacedDevices() {}

    /**
     * The devices by their places, in the order of these. Nothing is looked for if there are none.
     *
     * @param token which names the places
     * @param find finds the device of each place, in their order
     * @throws IllegalStateException if the host has given one less, or one cannot be used
     */
    static <T> Map<VolumePlace, T> find(String token, Function<List<VolumePlace>, List<T>> find) {
        List<VolumePlace> places = VolumePlace.allOf(BootParameters.commandLine(), token);
        Map<VolumePlace, T> devices = new LinkedHashMap<>();
        if (places.isEmpty()) {
            return devices;
        }
        try {
            List<T> found = find.apply(places);
            for (int i = 0; i < places.size(); i++) {
                devices.put(places.get(i), found.get(i));
            }
            return devices;
        } catch (DeviceException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
