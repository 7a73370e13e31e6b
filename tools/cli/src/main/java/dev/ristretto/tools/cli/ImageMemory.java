package dev.ristretto.tools.cli;

import dev.ristretto.image.model.Image;
import dev.ristretto.run.vmm.MemorySize;
import java.util.Optional;

/** How much memory an instance of an image gets. */
final class ImageMemory {

    private static final long DEFAULT = 64L << 20;

    /** What firmware and boot loader take beside the image. */
    private static final long BOOT = 2L << 20;

    private ImageMemory() {}

    /**
     * The memory in bytes. The floor is what the kernel needs to reach main; twice that leaves the application room.
     *
     * @param wanted what the user asked for; too little of it is warned of or refused
     */
    static long choose(Host host, Image image, Optional<Long> wanted) {
        long floor = image.configuration().memoryFloorBytes();
        if (wanted.isEmpty()) {
            return Math.max(DEFAULT, 2 * floor);
        }
        if (wanted.get() >= floor) {
            return wanted.get();
        }
        String shortage = MemorySize.format(wanted.get()) + " is less than the " + MemorySize.format(floor)
                + " that this image needs";
        long loaded = new Images(host).store().report(image).loadedBytes();
        if (wanted.get() < loaded + BOOT) {
            // The boot loader would write beyond the end of memory, and no kernel would be there to say so.
            throw new Failure("too little memory: " + shortage + "\nGive it more, for example with -m 64M");
        }
        host.errors().println("ristretto: " + shortage + "; it may not boot");
        return wanted.get();
    }
}
