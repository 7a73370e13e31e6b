package dev.ristretto.kernel.machine.threads;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.WaitQueueBlock;
import dev.ristretto.kernel.machine.layout.WaitQueuePointer;
import org.graalvm.word.WordFactory;

/**
 * How threads are linked into a queue and out of it. A thread is in one queue at most. The scheduler's lock is held.
 */
final class WaitQueue {
    private WaitQueue() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean isEmpty(WaitQueuePointer queue) {
        return WaitQueueBlock.head(queue).isNull();
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void append(WaitQueuePointer queue, ThreadPointer thread) {
        ThreadPointer tail = WaitQueueBlock.tail(queue);
        link(queue, thread, tail, WordFactory.nullPointer());
        if (tail.isNull()) {
            WaitQueueBlock.setHead(queue, thread);
        } else {
            ThreadBlock.setNext(tail, thread);
        }
        WaitQueueBlock.setTail(queue, thread);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void prepend(WaitQueuePointer queue, ThreadPointer thread) {
        ThreadPointer head = WaitQueueBlock.head(queue);
        link(queue, thread, WordFactory.nullPointer(), head);
        if (head.isNull()) {
            WaitQueueBlock.setTail(queue, thread);
        } else {
            ThreadBlock.setPrevious(head, thread);
        }
        WaitQueueBlock.setHead(queue, thread);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void link(WaitQueuePointer queue, ThreadPointer thread, ThreadPointer previous, ThreadPointer next) {
        ThreadBlock.setQueue(thread, queue);
        ThreadBlock.setPrevious(thread, previous);
        ThreadBlock.setNext(thread, next);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void remove(WaitQueuePointer queue, ThreadPointer thread) {
        ThreadPointer next = ThreadBlock.next(thread);
        ThreadPointer previous = ThreadBlock.previous(thread);
        if (previous.isNull()) {
            WaitQueueBlock.setHead(queue, next);
        } else {
            ThreadBlock.setNext(previous, next);
        }
        if (next.isNull()) {
            WaitQueueBlock.setTail(queue, previous);
        } else {
            ThreadBlock.setPrevious(next, previous);
        }
        ThreadBlock.setQueue(thread, WordFactory.nullPointer());
    }
}
