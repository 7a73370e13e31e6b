package dev.ristretto.kernel.personality.linux.thread.signal;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** signalfd(2): the signals of a set that wait for the reading thread or its process, 128 bytes each. */
public final class SignalFile extends OpenFile {
    private final SignalsOfProcess process;
    private volatile long set;

    /** A file for the signals of a set; others it does not show. */
    public SignalFile(SignalsOfProcess process, long set) {
        this.process = process;
        this.set = set;
        process.add(this);
    }

    /** Shows the signals of another set from now on. */
    public void setSet(long set) {
        this.set = set;
        signalSent();
    }

    void signalSent() {
        readinessChanged(PollEvents.IN);
    }

    private static @Nullable SignalsOfThread reader() {
        return Thread.currentThread() instanceof SignalHolder holder ? holder.signals() : null;
    }

    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        SignalsOfThread reader = reader();
        if (target.remaining() < SignalNote.SIZE || reader == null) {
            throw new PosixException(Errno.EINVAL);
        }
        int before = target.remaining();
        while (target.remaining() >= SignalNote.SIZE) {
            SignalNote note = process.take(reader, set);
            if (note == null) {
                break;
            }
            note.putForFile(target);
        }
        return before == target.remaining() ? WOULD_BLOCK : before - target.remaining();
    }

    @Override
    protected int tryWrite(ByteBuffer source) throws PosixException {
        throw new PosixException(Errno.EINVAL);
    }

    @Override
    public int readiness() {
        return (process.pending(reader()) & set) != 0 ? PollEvents.IN : 0;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ANONYMOUS;
    }

    @Override
    protected void release() {
        forget();
    }

    /** Is told of no signal any more; for one that never got a descriptor. */
    public void forget() {
        process.remove(this);
    }
}
