package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan.Helper;
import dev.ristretto.run.vmm.network.PasstSearch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineNetworkTest {

    private static final QemuVersion CURRENT = new QemuVersion(7, 2);
    private static final InstanceSpecification SPECIFICATION =
            InstanceSpecification.builder("test", Path.of("image"), 1).build();
    private static final InstanceChannels CHANNELS = new InstanceChannels.Attached(Path.of("/run/a,b"));

    @TempDir
    Path folder;

    /** It listens at the path that is its last argument, for one client. */
    @BeforeEach
    void installPasst() throws Exception {
        Path program = Files.writeString(folder.resolve("passt"), """
                #!/bin/sh
                for socket; do :; done
                exec python3 -c 'import socket,sys; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); s.accept()' "$socket"
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void passtIsUsedWhereItIs() {
        MachineNetwork network = choose(folder, CURRENT, SPECIFICATION);
        assertThat(network.option(List.of()))
                .isEqualTo("stream,id=network,server=off,addr.type=unix,addr.path=/run/a,,b/network");
        assertThat(network.notice()).isEmpty();
        assertThat(network.commandLine().split(" ")).as("the guest knows").contains(CommandLine.PROXIED);
        Helper helper = network.helper().orElseThrow();
        assertThat(helper.command()).contains("--no-map-gw").endsWith("/run/a,b/network");
        assertThat(helper.socket()).as("QEMU does not wait").contains(CHANNELS.network());
    }

    @Test
    void withoutPasstOneLineSaysWhatTheGuestReaches() {
        MachineNetwork network = choose(folder.resolve("empty"), CURRENT, SPECIFICATION);
        assertThat(network.option(List.of())).isEqualTo("user,id=network");
        assertThat(network.commandLine())
                .as("QEMU's own asks as often as it takes")
                .isEmpty();
        assertThat(network.helper()).isEmpty();
        assertThat(network.notice())
                .hasValueSatisfying(line -> assertThat(line).contains("loopback", "passt is not installed"));
    }

    @Test
    void anOldQemuSaysThatItIsTooOldForPasst() {
        MachineNetwork network = choose(folder, new QemuVersion(6, 2), SPECIFICATION);
        assertThat(network.notice())
                .hasValueSatisfying(line -> assertThat(line).contains("loopback", "QEMU 6.2", "7.2 or later"));
    }

    @Test
    void whatWasAskedForIsNotToldAsAHole() {
        MachineNetwork network = choose(
                folder.resolve("empty"),
                CURRENT,
                SPECIFICATION.toBuilder().hostAccess(true).build());
        assertThat(network.notice()).isEqualTo(Optional.empty());
    }

    private MachineNetwork choose(Path searchPath, QemuVersion version, InstanceSpecification specification) {
        return MachineNetwork.choose(
                new PasstSearch(searchPath.toString(), new VerdictCache(folder.resolve("cache"))),
                version,
                specification,
                CHANNELS);
    }
}
