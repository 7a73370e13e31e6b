package dev.ristretto.tools.cli.host;

import dev.ristretto.fleet.api.MemoryChoice;
import dev.ristretto.image.model.Image;
import java.util.Optional;

/** How much memory an instance of an image gets. */
public final class ImageMemory {

    private ImageMemory() {}

    /**
     * The memory in bytes.
     *
     * @param wanted what the user asked for; too little of it is warned of or refused
     */
    public static long choose(Host host, Image image, Optional<Long> wanted) {
        MemoryChoice choice = MemoryChoice.of(
                image.configuration().memoryFloorBytes(),
                () -> new Images(host).store().report(image).loadedBytes(),
                wanted);
        choice.warning().ifPresent(warning -> host.errors().println("ristretto: " + warning));
        return choice.bytes();
    }
}
