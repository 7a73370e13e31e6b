package dev.ristretto.fleet.daemon.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.ProcessorCount;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a patch of what replicas run. */
class SpecificationPatchTest {

    private static final long MIB = 1L << 20;

    @TempDir
    Path folder;

    private ImageStore images;
    private Image first;
    private Image second;

    @BeforeEach
    void open() {
        images = new ImageStore(folder);
        first = SimulatedImages.put(
                images, "web:1", baked(List.of("serve"), Map.of("COLOUR", "red", "LEVEL", "info"), 8 * MIB));
        second = SimulatedImages.put(
                images, "web:2", baked(List.of("serve", "fast"), Map.of("COLOUR", "blue", "NEW", "1"), 80 * MIB));
    }

    private static ImageConfiguration baked(List<String> arguments, Map<String, String> environment, long floor) {
        return new ImageConfiguration("amd64", "a.Main", arguments, environment, List.of(), floor, List.of());
    }

    private Specification now(List<String> arguments, Map<String, String> environment) {
        return Specification.builder("web:1", first.digest(), first.kernel().toString(), 64 * MIB)
                .arguments(arguments)
                .environment(environment)
                .machine("microvm")
                .accelerator("tcg")
                .restart("always")
                .labels(Map.of("tier", "front"))
                .health(HealthCheck.of("tcp"))
                .build();
    }

    private Specification asBaked() {
        return now(List.of("serve"), Map.of("COLOUR", "red", "LEVEL", "info", "OWN", "x"));
    }

    @Test
    void nothingStaysNothing() {
        SpecificationPatch same = SpecificationPatch.apply(ServicePatch.NOTHING, asBaked(), images);
        assertThat(same.specification()).isEqualTo(asBaked());
        assertThat(same.warning()).isEmpty();
    }

    @Test
    void variablesAndLabelsAreAddedToThoseThatThereAre() {
        ServicePatch patch = new ServicePatch(
                null,
                null,
                null,
                Map.of("A", "B"),
                null,
                null,
                null,
                null,
                Map.of("k", "v"),
                null,
                null,
                null,
                null,
                null,
                null);
        Specification next = patched(patch, asBaked());
        assertThat(next.environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of("COLOUR", "red", "LEVEL", "info", "OWN", "x", "A", "B"));
        assertThat(next.labels()).containsExactlyInAnyOrderEntriesOf(Map.of("tier", "front", "k", "v"));
        assertThat(next.health()).isEqualTo(HealthCheck.of("tcp"));
        assertThat(next.digest()).isEqualTo(first.digest());
    }

    @Test
    void whatWasBakedInGivesWayToWhatTheNewImageHasAndWhatWasGivenStays() {
        Specification next = patched(image("web:2"), asBaked());
        assertThat(next.environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of("COLOUR", "blue", "NEW", "1", "OWN", "x"));
        assertThat(next.arguments()).containsExactly("serve", "fast");
        assertThat(next.image()).isEqualTo("web:2");
        assertThat(next.digest()).isEqualTo(second.digest());
        Specification given = patched(image("web:2"), now(List.of("other"), Map.of("COLOUR", "green")));
        assertThat(given.environment()).containsEntry("COLOUR", "green");
        assertThat(given.arguments()).containsExactly("other");
    }

    @Test
    void whatIsUnsetHasTheImagesValueAgain() {
        Specification now = now(List.of(), Map.of("COLOUR", "green", "OWN", "x"));
        ServicePatch patch = new ServicePatch(
                null,
                null,
                null,
                null,
                List.of("COLOUR", "OWN"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
        assertThat(patched(patch, now).environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of("COLOUR", "red", "LEVEL", "info"));
    }

    @Test
    void accessToTheHostStaysUnlessItIsChanged() {
        Specification open = asBaked().toBuilder().hostAccess(true).build();
        assertThat(patched(ServicePatch.NOTHING, open).hostAccess()).isTrue();
        assertThat(patched(ServicePatch.NOTHING, asBaked()).hostAccess()).isFalse();
        ServicePatch close = new ServicePatch(
                null, null, null, null, null, null, null, null, null, null, null, false, null, null, null);
        assertThat(patched(close, open).hostAccess()).isFalse();
    }

    @Test
    void volumesStayUnlessOthersTakeTheirPlace() {
        Specification now = asBaked().withVolumes(List.of("data:/data", "words:/words:ro"));
        assertThat(patched(ServicePatch.NOTHING, now).volumes()).isEqualTo(now.volumes());
        ServicePatch patch = new ServicePatch(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of("other:/data,size=2G"),
                null,
                null);
        assertThat(patched(patch, now).volumes()).containsExactly("other:/data,size=2G");
    }

    @Test
    void howTheFilesAreStaysUnlessItIsChanged() {
        Specification now =
                asBaked().toBuilder().readOnly(true).tmpfs(List.of("/tmp:1M")).build();
        assertThat(patched(ServicePatch.NOTHING, now)).isEqualTo(now);
        ServicePatch patch = new ServicePatch(
                null, null, null, null, null, null, null, null, null, null, null, null, null, List.of("/cache"), false);
        assertThat(patched(patch, now).tmpfs()).containsExactly("/cache");
        assertThat(patched(patch, now).readOnly()).isFalse();
    }

    @Test
    void memoryStaysUnlessTheImageNeedsMore() {
        assertThat(patched(ServicePatch.NOTHING, asBaked()).memoryBytes()).isEqualTo(64 * MIB);
        assertThat(patched(image("web:2"), asBaked()).memoryBytes()).isEqualTo(256 * MIB);
    }

    @Test
    void tooLittleMemoryIsWarnedOfOrRefused() {
        SpecificationPatch little = SpecificationPatch.apply(memory(7 * MIB), asBaked(), images);
        assertThat(little.specification().memoryBytes()).isEqualTo(7 * MIB);
        assertThat(little.warning()).contains("7 MiB is less than the 8 MiB that this image needs; it may not boot");
        assertThatThrownBy(() -> SpecificationPatch.apply(memory(1), asBaked(), images))
                .isInstanceOf(FleetException.class)
                .hasMessageStartingWith("too little memory: ");
    }

    @Test
    void anImageIsNamedAsItsSenderNamesIt() {
        ServicePatch patch = new ServicePatch(
                "shop", second.digest(), null, null, null, null, null, null, null, null, null, null, null, null, null);
        Specification next = patched(patch, asBaked());
        assertThat(next.image()).isEqualTo("shop");
        assertThat(next.digest()).isEqualTo(second.digest());
        assertThatThrownBy(() -> patched(image("nothing"), asBaked())).isInstanceOf(ImageException.class);
    }

    @Test
    void processorsStayUnlessTheyAreChanged() {
        Specification two = asBaked().toBuilder().cpus(2).build();
        assertThat(patched(ServicePatch.NOTHING, two).cpus()).isEqualTo(2);
        assertThat(patched(image("web:2"), two).cpus()).isEqualTo(2);
        assertThat(patched(processors(4), two).cpus()).isEqualTo(4);
        assertThat(patched(processors(ProcessorCount.AUTO), two).cpus()).isEqualTo(ProcessorCount.AUTO);
    }

    private Specification patched(ServicePatch patch, Specification now) {
        return SpecificationPatch.apply(patch, now, images).specification();
    }

    private static ServicePatch image(String name) {
        return new ServicePatch(
                name, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static ServicePatch memory(long bytes) {
        return new ServicePatch(
                null, null, null, null, null, bytes, null, null, null, null, null, null, null, null, null);
    }

    private static ServicePatch processors(int number) {
        return new ServicePatch(
                null, null, null, null, null, null, number, null, null, null, null, null, null, null, null);
    }
}
