package dev.ristretto.kernel.posix.local;

import dev.ristretto.kernel.posix.Mutex;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has been sent to a local socket and not been read. A message is taken while less than {@value #CAPACITY} bytes
 * are there, so that the last one may go beyond. Senders that found it full are told once half of it is free.
 * Thread-safe; told are they without its lock.
 */
final class Inbox {
    /** Bytes that can wait, as Linux has it (net.core.wmem_default). */
    static final int CAPACITY = 212992;

    /** Bytes of the longest message, as on Linux. */
    static final int LONGEST_MESSAGE = CAPACITY - 32;

    private final LocalAddresses addresses;
    private final Mutex mutex = new Mutex();
    private final ArrayDeque<LocalMessage> messages = new ArrayDeque<>(0);
    private final Set<LocalSocket> waiting = new LinkedHashSet<>(0);
    private int used;
    private int bytes;
    private boolean closed;

    /** An empty one of the machine with these addresses. */
    Inbox(LocalAddresses addresses) {
        this.addresses = addresses;
    }

    boolean isEmpty() {
        try (var _ = mutex.hold()) {
            return messages.isEmpty();
        }
    }

    /** Whether a message would be taken now; if not, {@code sender} is told when one may be. */
    boolean hasRoomFor(LocalSocket sender) {
        try (var _ = mutex.hold()) {
            if (used <= CAPACITY / 2 || closed) {
                return true;
            }
            waiting.add(sender);
            return false;
        }
    }

    /** How many bytes of a stream can be added now; what is more than none can be added to by one alone. */
    int room() {
        try (var _ = mutex.hold()) {
            return Math.max(0, CAPACITY - used);
        }
    }

    /** Adds a message unless it is full (false), when {@code sender} is told later; one to a closed socket is lost. */
    boolean add(LocalMessage message, LocalSocket sender) {
        try (var _ = mutex.hold()) {
            if (used >= CAPACITY) {
                waiting.add(sender);
                return false;
            }
            if (!closed) {
                messages.add(message);
                used += message.cost();
                bytes += message.bytes().remaining();
                return true;
            }
        }
        lose(message.takeFiles());
        return true;
    }

    /** Bytes of the stream, or of the first message alone. */
    int available(boolean stream) {
        try (var _ = mutex.hold()) {
            LocalMessage first = messages.peek();
            return stream ? bytes : first == null ? 0 : first.bytes().remaining();
        }
    }

    /** Takes or looks at the first message; what does not fit is lost. False if there is none. */
    boolean receiveMessage(ByteBuffer target, SocketMessage received, boolean peek) {
        LocalMessage first;
        try (var _ = mutex.hold()) {
            first = messages.peek();
            if (first == null) {
                return false;
            }
            received.setLength(first.bytes().remaining());
            describe(first, received, peek);
            copy(first, target);
            if (!peek) {
                drop(first);
            }
        }
        if (!peek) {
            tellSenders();
        }
        return true;
    }

    /**
     * Takes or looks at bytes of the stream, up to the end of a message with files, or before one of somebody else if
     * {@code apart}. False if there are none.
     */
    boolean receiveStream(ByteBuffer target, SocketMessage received, boolean peek, boolean apart) {
        try (var _ = mutex.hold()) {
            LocalMessage first = messages.peek();
            if (first == null) {
                return false;
            }
            received.setName(first.sender());
            received.setCredentials(first.credentials());
            if (peek) {
                look(target, received, first, apart);
                return true;
            }
            for (LocalMessage next = first; next != null && target.hasRemaining(); next = messages.peek()) {
                if (apart && !next.credentials().equals(first.credentials())) {
                    break;
                }
                boolean withFiles = !next.files().isEmpty();
                if (withFiles) {
                    describe(next, received, false);
                }
                int count = copy(next, target);
                next.bytes().position(next.bytes().position() + count);
                bytes -= count;
                if (!next.bytes().hasRemaining()) {
                    drop(next);
                }
                if (withFiles) {
                    break;
                }
            }
        }
        tellSenders();
        return true;
    }

    private void look(ByteBuffer target, SocketMessage received, LocalMessage first, boolean apart) {
        for (LocalMessage next : messages) {
            if (!target.hasRemaining() || apart && !next.credentials().equals(first.credentials())) {
                return;
            }
            copy(next, target);
            if (!next.files().isEmpty()) {
                describe(next, received, true);
                return;
            }
        }
    }

    private void describe(LocalMessage message, SocketMessage received, boolean peek) {
        received.setName(message.sender());
        received.setCredentials(message.credentials());
        if (peek) {
            message.files().forEach(OpenFile::retain);
            received.setFiles(message.files());
        } else {
            received.setFiles(message.takeFiles());
            addresses.filesArrive(received.files().size());
        }
    }

    private static int copy(LocalMessage message, ByteBuffer target) {
        int count = Math.min(message.bytes().remaining(), target.remaining());
        target.put(message.bytes().slice(message.bytes().position(), count));
        return count;
    }

    private void drop(LocalMessage first) {
        messages.remove();
        used -= first.cost();
        bytes -= first.bytes().remaining();
    }

    private void tellSenders() {
        List<LocalSocket> told;
        try (var _ = mutex.hold()) {
            if (waiting.isEmpty() || used > CAPACITY / 2 && !closed) {
                return;
            }
            told = List.copyOf(waiting);
            waiting.clear();
        }
        told.forEach(LocalSocket::roomGrew);
    }

    /** Loses what is there and will come; false if nothing was there. */
    boolean close() {
        List<LocalMessage> lost;
        try (var _ = mutex.hold()) {
            closed = true;
            lost = List.copyOf(messages);
            messages.clear();
            used = 0;
            bytes = 0;
        }
        lost.forEach(message -> lose(message.takeFiles()));
        tellSenders();
        return !lost.isEmpty();
    }

    /** A sender is no more. */
    void forget(LocalSocket sender) {
        try (var _ = mutex.hold()) {
            waiting.remove(sender);
        }
    }

    private void lose(List<OpenFile> files) {
        addresses.filesArrive(files.size());
        files.forEach(OpenFile::dropDescriptor);
    }
}
