package dev.ristretto.kernel.device;

import dev.ristretto.kernel.machine.io.HostLink;
import dev.ristretto.kernel.machine.memory.RawMemory;

/** Where {@link HostNet} reads and writes, none of which waits; see {@link HostLink}, whose counterpart for tests it is. */
interface FrameChannel {
    boolean isStream();

    int read(RawMemory target, int offset, int length);

    int write(RawMemory source, int offset, int length);

    void await(boolean alsoWritable, long timeoutNanos);

    void wake();

    static FrameChannel of(HostLink link) {
        return new FrameChannel() {
            @Override
            public boolean isStream() {
                return link.isStream();
            }

            @Override
            public int read(RawMemory target, int offset, int length) {
                return link.read(target, offset, length);
            }

            @Override
            public int write(RawMemory source, int offset, int length) {
                return link.write(source, offset, length);
            }

            @Override
            public void await(boolean alsoWritable, long timeoutNanos) {
                link.await(alsoWritable, timeoutNanos);
            }

            @Override
            public void wake() {
                link.wake();
            }
        };
    }
}
