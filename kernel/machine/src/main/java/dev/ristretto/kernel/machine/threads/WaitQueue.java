package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import org.graalvm.word.WordFactory;

/**
 * How threads are linked into a queue and out of it. A thread is in one queue at most. The scheduler's lock is held.
 */
final class WaitQueue {
    private WaitQueue() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean isEmpty(WaitQueuePointer queue) {
        return queue.getHead().isNull();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void append(WaitQueuePointer queue, ThreadPointer thread) {
        ThreadPointer tail = queue.getTail();
        link(queue, thread, tail, WordFactory.nullPointer());
        if (tail.isNull()) {
            queue.setHead(thread);
        } else {
            tail.setNext(thread);
        }
        queue.setTail(thread);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void prepend(WaitQueuePointer queue, ThreadPointer thread) {
        ThreadPointer head = queue.getHead();
        link(queue, thread, WordFactory.nullPointer(), head);
        if (head.isNull()) {
            queue.setTail(thread);
        } else {
            head.setPrevious(thread);
        }
        queue.setHead(thread);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void link(WaitQueuePointer queue, ThreadPointer thread, ThreadPointer previous, ThreadPointer next) {
        thread.setQueue(queue);
        thread.setPrevious(previous);
        thread.setNext(next);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void remove(WaitQueuePointer queue, ThreadPointer thread) {
        ThreadPointer next = thread.getNext();
        ThreadPointer previous = thread.getPrevious();
        if (previous.isNull()) {
            queue.setHead(next);
        } else {
            previous.setNext(next);
        }
        if (next.isNull()) {
            queue.setTail(previous);
        } else {
            next.setPrevious(previous);
        }
        thread.setQueue(WordFactory.nullPointer());
    }
}
