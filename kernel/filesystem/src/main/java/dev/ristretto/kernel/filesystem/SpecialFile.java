package dev.ristretto.kernel.filesystem;

/**
 * A device, named pipe or socket that a volume holds a name for. Only its kind and number are kept there; whoever opens
 * it has to know what stands behind.
 */
public non-sealed interface SpecialFile extends Inode {
    /** The number of a device as Linux's dev_t of 32 bits in user space has it; 0 for pipes and sockets. */
    int device();
}
