package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalSocket;
import dev.ristretto.kernel.posix.socket.DatagramSocket;
import dev.ristretto.kernel.posix.socket.OpenSocket;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control messages that a program receives: what there is room for; what there is none for is lost and told. */
final class ReceivedControls {
    private static final int MOST_BYTES = 4096;
    private static final int PACKET_INFORMATION_SIZE = 12;

    private final ByteBuffer bytes;
    private boolean cut;

    /** None; there is room for so many bytes. */
    ReceivedControls(long room) {
        bytes = SocketAddresses.view(new byte[(int) Math.min(room, MOST_BYTES)]);
    }

    /** Whether something had no room (MSG_CTRUNC). */
    boolean isCut() {
        return cut;
    }

    /** Gives them to the program: how many bytes they are. */
    int give(Caller caller, long address) throws PosixException {
        caller.memory().write(address, bytes.array(), 0, bytes.position());
        return bytes.position();
    }

    /** Adds what goes with a message, for whose files descriptors are opened. */
    void add(Caller caller, OpenSocket socket, SocketMessage message, boolean closeOnExecute) {
        if (socket instanceof LocalSocket local) {
            PeerCredentials sender = message.credentials();
            if (local.tellsCredentials()) {
                addCredentials(sender == null ? PeerCredentials.NOBODY : sender);
            }
            if (!message.files().isEmpty()) {
                addFiles(caller, message.files(), closeOnExecute);
            }
        }
        boolean tellsDestination = socket instanceof DatagramSocket
                && message.destination() != null
                && socket.kept().get(SocketNumbers.IPPROTO_IP, InternetLevel.IP_PKTINFO, 0) != 0;
        if (tellsDestination) {
            addDestination(message);
        }
    }

    private void addCredentials(PeerCredentials sender) {
        ByteBuffer said = SocketAddresses.view(new byte[SentControls.CREDENTIALS_SIZE])
                .putInt(sender.process())
                .putInt(sender.owner().user())
                .putInt(sender.owner().group());
        add(SocketNumbers.SOL_SOCKET, SentControls.CREDENTIALS, said.array());
    }

    /** Where the datagram was sent to (struct in_pktinfo): the interface, its address and the one in the header. */
    private void addDestination(SocketMessage message) {
        byte[] said = new byte[PACKET_INFORMATION_SIZE];
        int destination =
                message.destination() == null ? 0 : message.destination().v4();
        boolean loopback =
                message.destination() != null && message.destination().isLoopback();
        SocketAddresses.view(said).putInt(loopback ? 1 : 2);
        ByteBuffer.wrap(said).putInt(4, destination).putInt(8, destination);
        add(SocketNumbers.IPPROTO_IP, InternetLevel.IP_PKTINFO, said);
    }

    private void addFiles(Caller caller, List<OpenFile> files, boolean closeOnExecute) {
        int room = Math.max(0, bytes.remaining() - SentControls.HEADER) / Integer.BYTES;
        ByteBuffer numbers = SocketAddresses.view(new byte[Math.min(room, files.size()) * Integer.BYTES]);
        for (OpenFile file : files) {
            Integer fd = numbers.hasRemaining() ? open(caller, file, closeOnExecute) : null;
            if (fd == null) {
                cut = true;
                break;
            }
            numbers.putInt(fd);
        }
        if (numbers.position() > 0) {
            byte[] said = new byte[numbers.position()];
            numbers.flip().get(said);
            add(SocketNumbers.SOL_SOCKET, SentControls.RIGHTS, said);
        }
    }

    private static @Nullable Integer open(Caller caller, OpenFile file, boolean closeOnExecute) {
        try {
            return SocketLookup.open(caller, file, closeOnExecute);
        } catch (PosixException e) {
            return null; // no descriptor is left: the file is lost, and the program is told so
        }
    }

    private void add(int level, int type, byte[] said) {
        if (bytes.remaining() < SentControls.HEADER) {
            cut = true;
            return;
        }
        int length = Math.min(said.length, bytes.remaining() - SentControls.HEADER);
        cut |= length < said.length;
        bytes.putLong(SentControls.HEADER + length).putInt(level).putInt(type).put(said, 0, length);
        int filled = -bytes.position() & SentControls.ALIGNMENT - 1;
        bytes.position(Math.min(bytes.limit(), bytes.position() + filled));
    }
}
