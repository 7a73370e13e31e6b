package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ristretto.run.host.HostPrograms;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.confine.GrantedWall;
import dev.ristretto.run.vmm.confine.Wall;
import dev.ristretto.run.vmm.confine.Walls;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import dev.ristretto.run.vmm.launch.LaunchPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class QemuConfinementTest {

    private static final String SANDBOX = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

    @TempDir
    Path folder;

    private VerdictCache cache;
    private QemuConfinement confinement;

    @BeforeEach
    void prepare() {
        cache = new VerdictCache(folder.resolve("cache"));
        confinement = new QemuConfinement(new Walls(folder.resolve("cache")), cache);
    }

    @Test
    void whatDoesNotWorkIsNotUsedAndTold() throws Exception {
        QemuProgram fake = QemuProgram.find(FakeQemu.install(folder).toString(), cache);
        GrantedWall granted = confinement.granted(fake, Accelerator.TCG, false);
        assertThat(granted.wall()).isEqualTo(Wall.NONE);
        assertThat(QemuConfinement.options(granted)).isEmpty();
        assertThat(QemuConfinement.notice(granted))
                .hasValueSatisfying(line -> assertThat(line).startsWith("QEMU is not locked in: "));
    }

    @Test
    void aRealOneIsLockedInAsFarAsThisHostGrantsIt() {
        Wall best = new Walls(folder.resolve("cache")).granted().wall();
        assumeThat(best).isNotEqualTo(Wall.NONE);
        GrantedWall granted = confinement.granted(installed(), Accelerator.TCG, false);
        assertThat(granted.wall()).as(granted.toString()).isEqualTo(best);
        assertThat(QemuConfinement.options(granted)).containsExactly("-sandbox", SANDBOX);
    }

    @Test
    void aLockedInInstanceHasItsControlSocketAsADescriptorAndIsFoundByItsReport() throws Exception {
        QemuProgram qemu = installed();
        assumeThat(confinement.granted(qemu, Accelerator.TCG, false).wall()).isEqualTo(Wall.WHOLE);
        QemuDriver driver =
                new QemuDriver(System.getenv("PATH"), cache, new KvmProbe(folder.resolve("none"), cache), confinement);
        Path kernel = Files.createFile(folder.resolve("kernel"));
        InstanceSpecification specification = InstanceSpecification.builder("test", kernel, 64L << 20)
                .options(Map.of("accelerator", "tcg"))
                .build();
        InstanceChannels.Detached channels = new InstanceChannels.Detached(new RunFiles(
                folder.resolve("control"),
                folder.resolve("console"),
                folder.resolve("report"),
                folder.resolve("errors")));
        LaunchPlan plan = driver.plan(specification, channels);
        assertThat(String.join(" ", plan.command()))
                .contains("socket,id=control,server=on,wait=off,fd=3")
                .contains(CharacterDevices.reportOption(folder.resolve("report")))
                .contains(SANDBOX);
        assertThat(plan.files()).containsOnlyKeys(channels.script(), channels.parameters());
    }

    private QemuProgram installed() {
        assumeThat(HostPrograms.find(System.getenv("PATH"), QemuProgram.NAME)).isPresent();
        QemuProgram qemu = QemuProgram.find(System.getenv("PATH"), cache);
        assumeThat(qemu.version().isOlderThan(QemuVersion.OLDEST_FOR_EMULATION)).isFalse();
        return qemu;
    }
}
