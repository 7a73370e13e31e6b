package dev.ristretto.kernel.jdk;

import dev.ristretto.kernel.device.VirtioNet;
import dev.ristretto.kernel.posix.NetworkDriver;
import dev.ristretto.network.Link;
import dev.ristretto.network.NetworkStack;

/** A virtio network card as the network's thread drives it. */
final class VirtioDriver implements NetworkDriver {
    private final VirtioNet card;

    VirtioDriver(VirtioNet card) {
        this.card = card;
    }

    @Override
    public Link link() {
        return card;
    }

    @Override
    public void service(NetworkStack stack) {
        int unused = card.drain(stack::receive);
        if (card.takeTransmitSpaceForWaiter()) {
            stack.transmitSpaceAvailable();
        }
    }

    @Override
    public void await(long timeoutNanos) {
        card.await(timeoutNanos);
    }

    @Override
    public void wake() {
        card.wake();
    }
}
