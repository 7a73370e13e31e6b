package dev.ristretto.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VolumePlaceTest {
    @Test
    void whatTheHostWritesTheGuestReads() {
        List<VolumePlace> places = List.of(
                new VolumePlace("/var/lib/app", false),
                new VolumePlace("/etc/my app/\u00e4%20", true),
                new VolumePlace("/x:rw", false));
        List<VolumePlace> folders = List.of(new VolumePlace("/etc/app", true));
        String line = "virtio_mmio.device=512@0xfeb00e00:23 "
                + VolumePlace.tokens(CommandLine.VOLUME, places.stream())
                + VolumePlace.tokens(CommandLine.FOLDER, folders.stream())
                + "proxied";
        assertThat(line).contains("volume=/var/lib/app ", "volume=/etc/my%20app/%C3%A4%2520:ro ");
        assertThat(VolumePlace.allOf(line, CommandLine.VOLUME)).isEqualTo(places);
        assertThat(VolumePlace.allOf(line, CommandLine.FOLDER)).isEqualTo(folders);
        assertThat(VolumePlace.allOf("", CommandLine.VOLUME)).isEmpty();
    }
}
