package dev.ristretto.kernel.device.net;

import dev.ristretto.kernel.machine.io.HostDescriptor;
import dev.ristretto.kernel.machine.memory.RawMemory;

/**
 * Where {@link HostNetworkCard} reads and writes, none of which waits; see {@link HostDescriptor}, whose counterpart
 * for tests it is.
 */
interface FrameChannel {
    boolean isStream();

    int read(RawMemory target, int offset, int length);

    int write(RawMemory source, int offset, int length);

    void await(boolean alsoWritable, long timeoutNanos);

    void wake();

    static FrameChannel of(HostDescriptor descriptor) {
        return new FrameChannel() {
            @Override
            public boolean isStream() {
                return descriptor.isStream();
            }

            @Override
            public int read(RawMemory target, int offset, int length) {
                return descriptor.read(target, offset, length);
            }

            @Override
            public int write(RawMemory source, int offset, int length) {
                return descriptor.write(source, offset, length);
            }

            @Override
            public void await(boolean alsoWritable, long timeoutNanos) {
                descriptor.await(alsoWritable, timeoutNanos);
            }

            @Override
            public void wake() {
                descriptor.wake();
            }
        };
    }
}
