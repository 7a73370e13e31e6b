package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.Clock;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;

/**
 * A folder that a server of 9P2000.L keeps. Others may change it at any time, so that nothing of it is kept here but
 * where files were found last.
 */
public final class NinePVolume implements Volume {
    /** The type of such volumes, as mount(8) names it. */
    static final String TYPE = "9p";

    private final NinePInodes files;
    private final NinePDirectory root;
    private final Clock clock;
    private VolumeStatus status = new VolumeStatus(TYPE, 0, 0, 0, 0, 0, FileSystem.LONGEST_NAME);

    private NinePVolume(NinePInodes files, NinePDirectory root, Clock clock) {
        this.files = files;
        this.root = root;
        this.clock = clock;
    }

    /**
     * Mounts what a server shares.
     *
     * @param transport leads to the server; closed with the volume, and if this fails
     * @param tree which of the server's trees; empty where it has one
     * @param readOnly whether nothing is to be changed; the server is not even asked then
     * @throws FileFault UNSUPPORTED if it speaks another protocol, NOT_A_DIRECTORY if it shares no folder, IO if it
     *     breaks the protocol, or as it says
     */
    public static NinePVolume mount(NinePTransport transport, String tree, Clock clock, boolean readOnly)
            throws FileFault {
        boolean mounted = false;
        try {
            NinePInodes files = new NinePInodes(new NinePClient(transport), readOnly);
            NinePVolume volume = new NinePVolume(files, files.mountRoot(tree), clock);
            mounted = true;
            return volume;
        } finally {
            if (!mounted) {
                transport.close();
            }
        }
    }

    @Override
    public Directory root() {
        return root;
    }

    /** If the server does not answer, what it answered last. */
    @Override
    public VolumeStatus status() {
        synchronized (files) {
            try {
                status = files.client().status(root.handle());
            } catch (FileFault e) {
                return status;
            }
            return status;
        }
    }

    @Override
    public boolean readOnly() {
        return files.readOnly();
    }

    @Override
    public long now() {
        return clock.nanoseconds();
    }

    /**
     * Nothing is kept here that could be lost: every change is with the host when its operation ends, and survives this
     * instance. The host makes it durable in its own time, or when one file is synchronized.
     */
    @Override
    public void sync() {}

    @Override
    public void close() {
        synchronized (files) {
            files.close();
        }
    }
}
