package dev.ristretto.kernel.jdk;

import dev.ristretto.kernel.device.HostNet;
import dev.ristretto.kernel.posix.NetworkDriver;
import dev.ristretto.network.Link;
import dev.ristretto.network.NetworkStack;

/** The network of a process as the network's thread drives it. */
final class HostDriver implements NetworkDriver {
    private final HostNet card;

    HostDriver(HostNet card) {
        this.card = card;
    }

    @Override
    public Link link() {
        return card;
    }

    @Override
    public void service(NetworkStack stack) {
        card.drain(stack::receive);
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
