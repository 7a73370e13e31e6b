package dev.ristretto.kernel.network.stack;

import dev.ristretto.kernel.network.socket.LockObserver;
import dev.ristretto.kernel.network.socket.StackLock;
import dev.ristretto.kernel.network.time.TimerQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The stack's one lock. Who gives it up sends what is pending first, and wakes the driver if that made an earlier
 * deadline.
 */
final class SettlingLock implements StackLock {
    /** How long a platform thread waits behind others before it takes the lock whenever it is free, in nanoseconds. */
    private static final long LONGEST_TURN = 1_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final TimerQueue timers;
    private final Runnable settle;
    private LockObserver observer = holder -> {};
    private Runnable wakeup = () -> {};
    /** What the last {@link #announceDeadline} returned, or an earlier deadline that the driver has been woken for. */
    private long announced = Long.MAX_VALUE;

    /**
     * A free lock.
     *
     * @param settle sends what is pending
     */
    SettlingLock(TimerQueue timers, Runnable settle) {
        this.timers = timers;
        this.settle = settle;
    }

    /**
     * Waiting for the lock parks the thread and may use up a permit that was meant for something else: the JDK's
     * poller, for one, announces an event between our telling it what is ready and its own park. So the permit is given
     * back.
     */
    @Override
    public void enter() {
        if (!lock.tryLock()) {
            take();
            LockSupport.unpark(Thread.currentThread());
        }
        if (lock.getHoldCount() == 1) {
            observer.heldBy(Thread.currentThread());
        }
    }

    /**
     * What finds no memory when it is sent is none of the caller's business, who has done what he came for: the driver
     * tries again.
     */
    @Override
    public void leave() {
        boolean outermost = lock.getHoldCount() == 1;
        try {
            if (outermost) {
                boolean settled = trySettle();
                long next = timers.nextDeadline();
                if (next < announced || !settled) {
                    announced = Math.min(next, announced);
                    wakeup.run();
                }
            }
        } finally {
            if (outermost) {
                observer.heldBy(null);
            }
            lock.unlock();
        }
    }

    private boolean trySettle() {
        try {
            settle.run();
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** Takes the lock for the driver's thread, which settles by itself. */
    void enterDriver() {
        take();
    }

    /**
     * Waits for the lock. A platform thread, as the driver's is, does not wait for its turn for long: a virtual thread
     * before it may have to wait for its carrier, on which another one waits for what the driver would bring.
     */
    private void take() {
        if (Thread.currentThread().isVirtual()) {
            lock.lock();
            return;
        }
        boolean interrupted = false;
        boolean taken = false;
        while (!taken) {
            try {
                taken = lock.tryLock(LONGEST_TURN, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives up the lock without settling. */
    void leaveDriver() {
        lock.unlock();
    }

    /** The next deadline, which the driver knows from now on. With the lock held. */
    long announceDeadline() {
        announced = timers.nextDeadline();
        return announced;
    }

    /** Sets what wakes the driver. With the lock held. */
    void setWakeup(Runnable newWakeup) {
        wakeup = newWakeup;
    }

    /** Sets who is told of its holders, the driver's thread left out. With the lock held. */
    void setObserver(LockObserver newObserver) {
        observer = newObserver;
    }
}
