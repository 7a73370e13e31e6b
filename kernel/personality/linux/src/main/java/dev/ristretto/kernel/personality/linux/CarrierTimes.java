package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.machine.user.UserMachine;
import dev.ristretto.kernel.personality.linux.time.ProcessorTimes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long the threads of programs have run, as the scheduler counts. */
final class CarrierTimes implements ProcessorTimes {
    private final Map<Thread, Long> running = new ConcurrentHashMap<>();

    @Override
    public void begun() {
        running.put(Thread.currentThread(), UserMachine.currentThread());
    }

    @Override
    public synchronized void ended() {
        running.remove(Thread.currentThread());
    }

    @Override
    public synchronized long of(Thread thread) {
        Long known = running.get(thread);
        return known == null ? 0 : UserMachine.processorTime(known);
    }

    @Override
    public long ofAll() {
        return UserMachine.processorTime();
    }
}
