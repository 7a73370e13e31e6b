package dev.ristretto.kernel.system;

import dev.ristretto.kernel.machine.runtime.HeapMemory;
import dev.ristretto.kernel.network.socket.LockObserver;

/** Threads of the application get memory as the kernel does while they are in the middle of the network stack. */
final class KernelWork implements LockObserver {
    @Override
    public void taken() {
        HeapMemory.setInsideKernel(Thread.currentThread());
    }

    @Override
    public void givenUp() {
        HeapMemory.setInsideKernel(null);
    }
}
