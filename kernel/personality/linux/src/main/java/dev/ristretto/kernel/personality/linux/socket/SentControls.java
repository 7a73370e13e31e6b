package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The control messages that a program sends along (cmsg(3)): files and credentials for local sockets. */
final class SentControls {
    /** Level and types of local sockets' messages (SOL_SOCKET, SCM_RIGHTS, SCM_CREDENTIALS). */
    static final int RIGHTS = 1;

    static final int CREDENTIALS = 2;

    /** Bytes before what a control message says (struct cmsghdr), and to what multiple each is filled. */
    static final int HEADER = 16;

    static final int ALIGNMENT = 8;

    /** Bytes of credentials (struct ucred). */
    static final int CREDENTIALS_SIZE = 12;

    /** Most files in one message (SCM_MAX_FD). */
    static final int MOST_FILES = 253;

    /** Most bytes of all together; more fails with ENOBUFS (net.core.optmem_max). */
    private static final int LONGEST = 20480;

    private final Caller caller;
    private final SocketMessage message;

    private SentControls(Caller caller, SocketMessage message) {
        this.caller = caller;
        this.message = message;
    }

    /**
     * Adds to a message what a program sends along; what is meant for other kinds of sockets is passed over.
     *
     * @throws PosixException EINVAL if it is malformed, EBADF if a file is not open, ENOBUFS
     */
    static void add(Caller caller, OpenSocket socket, MessageHeader header, SocketMessage message)
            throws PosixException {
        if (header.controlLength() > LONGEST) {
            throw new PosixException(Errno.ENOBUFS);
        }
        byte[] bytes = caller.memory().bytes(header.control(), (int) header.controlLength());
        new SentControls(caller, message).add(socket, SocketAddresses.view(bytes));
    }

    private void add(OpenSocket socket, ByteBuffer controls) throws PosixException {
        while (controls.remaining() >= HEADER) {
            int start = controls.position();
            long length = controls.getLong();
            int level = controls.getInt();
            int type = controls.getInt();
            if (length < HEADER || length > controls.limit() - start) {
                throw new PosixException(Errno.EINVAL);
            }
            if (level == SocketNumbers.SOL_SOCKET && socket instanceof LocalSocket) {
                addLocal(type, SocketAddresses.view(bytes(controls, (int) length - HEADER)));
            }
            long next = start + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            controls.position((int) Math.min(next, controls.limit()));
        }
    }

    private static byte[] bytes(ByteBuffer controls, int length) {
        byte[] bytes = new byte[length];
        controls.get(bytes);
        return bytes;
    }

    private void addLocal(int type, ByteBuffer said) throws PosixException {
        switch (type) {
            case RIGHTS -> addFiles(said);
            case CREDENTIALS -> {
                if (said.remaining() != CREDENTIALS_SIZE) {
                    throw new PosixException(Errno.EINVAL);
                }
                int process = said.getInt();
                message.setCredentials(new PeerCredentials(process, new Credentials(said.getInt(), said.getInt())));
            }
            default -> throw new PosixException(Errno.EINVAL);
        }
    }

    private void addFiles(ByteBuffer numbers) throws PosixException {
        List<OpenFile> files = new ArrayList<>(message.files());
        if (numbers.remaining() / Integer.BYTES > MOST_FILES - files.size()) {
            throw new PosixException(Errno.EINVAL);
        }
        while (numbers.remaining() >= Integer.BYTES) {
            files.add(caller.process().descriptors().get(numbers.getInt()));
        }
        message.setFiles(files);
    }
}
