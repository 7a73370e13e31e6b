package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.RegularFile;
import java.nio.ByteBuffer;

/**
 * A regular file. It is opened on the server when it is first read or written, and there stays open as long as it has a
 * fid.
 */
final class NinePFile extends NinePInode implements RegularFile {
    private int opened = NinePMessage.NO_FID;
    private boolean writable;

    NinePFile(NinePInodes files, NinePAttributes attributes) {
        super(files, attributes);
    }

    @Override
    public FileKind kind() {
        return FileKind.REGULAR;
    }

    @Override
    public int read(long position, ByteBuffer target) throws FileFault {
        requirePosition(position);
        int wanted = target.remaining();
        if (position > Long.MAX_VALUE - wanted) {
            return -1;
        }
        synchronized (files()) {
            int fid = opened(false);
            int start = target.position();
            int asked;
            int count;
            do {
                asked = Math.min(target.remaining(), client().mostData());
                count = asked == 0 ? 0 : client().read(fid, position + target.position() - start, target);
            } while (count == asked && target.hasRemaining());
            int done = target.position() - start;
            return done == 0 && wanted > 0 ? -1 : done;
        }
    }

    @Override
    public int write(long position, ByteBuffer source) throws FileFault {
        requirePosition(position);
        if (position > Long.MAX_VALUE - source.remaining()) {
            throw new FileFault(Reason.TOO_LARGE, "position " + position);
        }
        synchronized (files()) {
            files().requireWritable(name());
            int fid = opened(true);
            int start = source.position();
            int count = 1;
            while (source.hasRemaining() && count > 0) {
                int done = source.position() - start;
                try {
                    count = client().write(fid, position + done, source);
                } catch (FileFault e) {
                    if (done == 0) {
                        throw e;
                    }
                    count = 0;
                }
            }
            if (count == 0 && source.position() == start) {
                throw new FileFault(Reason.IO, "the server takes nothing of " + name());
            }
            told(lastTold().resized(Math.max(lastTold().size(), position + source.position() - start)));
            return source.position() - start;
        }
    }

    /** Not one step for those who write to the file on the host. */
    @Override
    public long append(ByteBuffer source) throws FileFault {
        synchronized (files()) {
            long end = ask().size();
            return end + write(end, source);
        }
    }

    @Override
    public void truncate(long size) throws FileFault {
        requirePosition(size);
        synchronized (files()) {
            change(NinePChange.ofSize(size));
            told(lastTold().resized(size));
        }
    }

    @Override
    public void sync() throws FileFault {
        synchronized (files()) {
            client().sync(opened(false));
        }
    }

    /** What it is opened as knows the file even without a name. */
    @Override
    int handle() throws FileFault {
        return opened != NinePMessage.NO_FID ? opened : super.handle();
    }

    @Override
    void prepare() {
        if (!open(!files().readOnly())) {
            boolean unused = open(false);
        }
    }

    /** Whether it could be opened; who then reads or writes is told why not. */
    private boolean open(boolean toWrite) {
        try {
            int unused = opened(toWrite);
            return true;
        } catch (FileFault e) {
            return false;
        }
    }

    private int opened(boolean toWrite) throws FileFault {
        if (opened == NinePMessage.NO_FID || toWrite && !writable) {
            int from = files().fidOf(this);
            int fid = files().fids().take(fresh -> client().copy(from, fresh));
            boolean done = false;
            try {
                client().open(fid, toWrite ? NinePMessage.READ_WRITE : NinePMessage.READ_ONLY);
                done = true;
            } finally {
                if (!done) {
                    files().fids().release(fid);
                }
            }
            use(fid, toWrite);
        }
        return opened;
    }

    /** Takes over a fid that it is opened as. */
    void use(int fid, boolean toWrite) {
        releaseOpened();
        opened = fid;
        writable = toWrite;
    }

    @Override
    void releaseAll() {
        super.releaseAll();
        releaseOpened();
    }

    private void releaseOpened() {
        if (opened != NinePMessage.NO_FID) {
            files().fids().release(opened);
            opened = NinePMessage.NO_FID;
        }
    }

    private static void requirePosition(long position) throws FileFault {
        if (position < 0) {
            throw new FileFault(Reason.INVALID, "position " + position);
        }
    }
}
