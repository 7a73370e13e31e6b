package dev.ristretto.fleet.daemon.service;

import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.MemoryChoice;
import dev.ristretto.fleet.api.ServicePatch;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.Workload;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.store.ImageStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a patch of what replicas run.
 *
 * @param specification what they are to run
 * @param warning why they may not come up, in one line
 */
record SpecificationPatch(Specification specification, Optional<String> warning) {

    /**
     * Merges a patch with what replicas run now.
     *
     * @throws ImageException if there is no such image in the store
     */
    static SpecificationPatch apply(ServicePatch patch, Specification now, ImageStore images) {
        Workload asked = patch.workload();
        Image image = images.resolve(Objects.requireNonNullElse(reference(patch), now.digest()));
        ImageConfiguration baked = image.configuration();
        Optional<ImageConfiguration> before = configuration(images, now.digest());
        Optional<Long> kept = Optional.of(now.memoryBytes()).filter(bytes -> bytes >= baked.memoryFloorBytes());
        MemoryChoice memory = MemoryChoice.of(
                baked.memoryFloorBytes(),
                () -> images.report(image).loadedBytes(),
                asked.memoryBytes().or(() -> kept));
        HealthCheck health = asked.health();
        return new SpecificationPatch(
                Specification.builder(
                                name(patch, now, image),
                                image.digest(),
                                image.kernel().toString(),
                                memory.bytes())
                        .cpus(asked.cpus().orElse(now.cpus()))
                        .arguments(asked.arguments().orElseGet(() -> arguments(now, before, baked)))
                        .environment(asked.environment(environment(patch.unset(), now, before, baked)))
                        .machine(now.machine())
                        .accelerator(Objects.requireNonNullElse(patch.accelerator(), now.accelerator()))
                        .ports(now.ports())
                        .restart(now.restart())
                        .labels(asked.labels(now.labels()))
                        .health(health == null ? now.health() : health)
                        .as(Objects.requireNonNullElse(patch.as(), now.as()))
                        .hostAccess(asked.hostAccess().orElse(now.hostAccess()))
                        .volumes(asked.volumes().orElse(now.volumes()))
                        .tmpfs(asked.tmpfs().orElse(now.tmpfs()))
                        .readOnly(asked.readOnly().orElse(now.readOnly()))
                        .build(),
                memory.warning());
    }

    private static @Nullable String reference(ServicePatch patch) {
        return patch.digest() == null ? patch.image() : patch.digest();
    }

    /** What people call the image. */
    private static String name(ServicePatch patch, Specification now, Image image) {
        if (reference(patch) == null) {
            return now.image();
        }
        String subject = Objects.requireNonNullElse(patch.image(), image.digest());
        boolean both = patch.digest() != null && patch.image() != null;
        return both ? subject : image.nameFor(subject);
    }

    /** That of an image which may be gone; then everything that it runs with counts as given. */
    private static Optional<ImageConfiguration> configuration(ImageStore images, String digest) {
        try {
            return Optional.of(images.resolve(digest).configuration());
        } catch (ImageException e) {
            return Optional.empty();
        }
    }

    /** Those that there are, unless they were baked in: then those that are baked in now. */
    private static List<String> arguments(
            Specification now, Optional<ImageConfiguration> before, ImageConfiguration baked) {
        boolean fromImage = before.map(ImageConfiguration::arguments)
                .filter(now.arguments()::equals)
                .isPresent();
        return fromImage ? baked.arguments() : now.arguments();
    }

    /** Those that are baked in now, and those that there are and were not baked in before. */
    private static Map<String, String> environment(
            @Nullable List<String> unset,
            Specification now,
            Optional<ImageConfiguration> before,
            ImageConfiguration baked) {
        Map<String, String> own = new LinkedHashMap<>(now.environment());
        before.ifPresent(configuration ->
                own.entrySet().removeAll(configuration.environment().entrySet()));
        if (unset != null) {
            own.keySet().removeAll(unset);
        }
        Map<String, String> all = new LinkedHashMap<>(baked.environment());
        all.putAll(own);
        return all;
    }
}
