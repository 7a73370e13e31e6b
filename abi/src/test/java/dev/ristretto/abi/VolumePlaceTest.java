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
        String line = "virtio_mmio.device=512@0xfeb00e00:23 " + VolumePlace.tokens(places.stream()) + "proxied";
        assertThat(line).contains("volume=/var/lib/app ", "volume=/etc/my%20app/%C3%A4%2520:ro ");
        assertThat(VolumePlace.allOf(line)).isEqualTo(places);
        assertThat(VolumePlace.allOf("")).isEmpty();
    }
}
