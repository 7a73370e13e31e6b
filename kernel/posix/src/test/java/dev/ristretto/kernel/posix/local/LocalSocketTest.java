package dev.ristretto.kernel.posix.local;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.posix.Background;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.posix.Wait;
import dev.ristretto.kernel.posix.event.EventCounter;
import dev.ristretto.kernel.posix.socket.PeerCredentials;
import dev.ristretto.kernel.posix.socket.SocketMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LocalSocketTest {
    private static final PeerCredentials SERVER = new PeerCredentials(7, Credentials.ROOT);
    private static final PeerCredentials CLIENT = new PeerCredentials(8, Credentials.ROOT);
    private static final LocalName NAME = new LocalName(false, "/socket");

    private final FileSystem root = new FileSystem(new MemoryVolume(1 << 20, () -> 1_000));
    private final Process process = new Process(() -> root, Credentials.ROOT);
    private final LocalAddresses addresses = new LocalAddresses();

    private LocalSocket socket(LocalType type, PeerCredentials own) throws PosixException {
        return open(new LocalSocket(addresses, type, own));
    }

    private LocalSocket open(LocalSocket socket) throws PosixException {
        process.descriptors().open(socket);
        return socket;
    }

    private LocalSocket accept(LocalSocket listener) throws PosixException {
        LocalSocket connection = listener.tryAccept();
        if (connection == null) {
            throw new AssertionError("nothing to accept");
        }
        return open(connection);
    }

    private List<LocalSocket> pair(LocalType type) throws PosixException {
        List<LocalSocket> pair = LocalSocket.pair(addresses, type, CLIENT);
        for (LocalSocket socket : pair) {
            open(socket);
        }
        return pair;
    }

    private LocalSocket listener(LocalType type, int backlog) throws PosixException {
        LocalSocket listener = socket(type, SERVER);
        listener.bind(NAME, process);
        listener.listen(backlog);
        return listener;
    }

    private void close(OpenFile file) throws PosixException {
        for (int fd = 0; ; fd++) {
            if (process.descriptors().get(fd) == file) {
                process.descriptors().close(fd);
                return;
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String received(LocalSocket socket, int room) throws PosixException {
        ByteBuffer target = ByteBuffer.allocate(room);
        socket.read(target);
        return StandardCharsets.UTF_8.decode(target.flip()).toString();
    }

    @Test
    void aStreamHasNoBoundaries() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        pair.get(0).write(bytes("one"));
        pair.get(0).write(bytes("two"));
        assertThat(pair.get(1).available()).isEqualTo(6);
        assertThat(received(pair.get(1), 4)).isEqualTo("onet");
        assertThat(received(pair.get(1), 4)).isEqualTo("wo");
        pair.get(1).setNonBlocking(true);
        assertThat(pair.get(1).read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.WOULD_BLOCK);
    }

    @ParameterizedTest
    @EnumSource(
            value = LocalType.class,
            names = {"DATAGRAM", "SEQUENCED"})
    void aMessageKeepsItsBoundaries(LocalType type) throws PosixException {
        List<LocalSocket> pair = pair(type);
        pair.get(0).write(bytes("long one"));
        pair.get(0).write(ByteBuffer.allocate(0));
        pair.get(0).write(bytes("two"));
        SocketMessage message = new SocketMessage();
        ByteBuffer target = ByteBuffer.allocate(4);
        assertThat(pair.get(1).tryReceive(target, message, true)).isEqualTo(4);
        assertThat(pair.get(1).tryReceive(target.clear(), message, false)).isEqualTo(4);
        assertThat(message.length()).isEqualTo(8);
        assertThat(pair.get(1).tryReceive(target.clear(), message, false)).isZero();
        assertThat(received(pair.get(1), 10)).isEqualTo("two");
        assertErrno(Errno.EMSGSIZE, () -> pair.get(0).write(ByteBuffer.allocate(Inbox.LONGEST_MESSAGE + 1)));
    }

    @Test
    void whatWasSentBeforeTheEndIsReadBeforeIt() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        pair.get(0).write(bytes("x"));
        close(pair.get(0));
        assertThat(pair.get(1).readiness())
                .isEqualTo(PollEvents.IN | PollEvents.OUT | PollEvents.RDHUP | PollEvents.HUP);
        assertThat(received(pair.get(1), 4)).isEqualTo("x");
        assertThat(pair.get(1).read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.END_OF_FILE);
        assertErrno(Errno.EPIPE, () -> pair.get(1).write(bytes("y")));
    }

    @Test
    void closingWithUnreadBytesResetsThePeer() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        pair.get(0).write(bytes("x"));
        close(pair.get(1));
        assertThat(pair.get(0).readiness() & PollEvents.ERR).isNotZero();
        assertErrno(Errno.ECONNRESET, () -> pair.get(0).read(ByteBuffer.allocate(1)));
        assertThat(pair.get(0).read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.END_OF_FILE);
    }

    @Test
    void halfAConnectionCanBeShut() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        pair.get(0).shutdown(false, true);
        assertThat(pair.get(1).read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.END_OF_FILE);
        assertThat(pair.get(1).readiness()).isEqualTo(PollEvents.IN | PollEvents.OUT | PollEvents.RDHUP);
        assertErrno(Errno.EPIPE, () -> pair.get(0).write(bytes("y")));
        pair.get(1).write(bytes("z"));
        assertThat(received(pair.get(0), 1)).isEqualTo("z");
    }

    @ParameterizedTest
    @EnumSource(LocalType.class)
    void aFullReceiverHoldsTheSenderUntilHalfOfItIsFree(LocalType type) throws Exception {
        List<LocalSocket> pair = pair(type);
        LocalSocket sender = pair.get(0);
        sender.setNonBlocking(true);
        int sent = 0;
        while (sender.write(ByteBuffer.allocate(1000)) > 0) {
            sent++;
        }
        assertThat(sent).isBetween(150, 213);
        assertThat(sender.readiness() & PollEvents.OUT).isZero();
        sender.setNonBlocking(false);
        Background<Integer> writer = Background.untilItWaits(() -> sender.write(ByteBuffer.allocate(1000)));
        received(pair.get(1), 1000);
        assertThat(sender.readiness() & PollEvents.OUT).as("one is not half").isZero();
        for (int i = 1; i < sent; i++) {
            received(pair.get(1), 1000);
        }
        assertThat(writer.result()).isEqualTo(1000);
        assertThat(sender.readiness() & PollEvents.OUT).isNotZero();
    }

    @Test
    void aClientIsConnectedBeforeItIsAccepted() throws PosixException {
        LocalSocket listener = listener(LocalType.STREAM, 1);
        assertThat(process.files().status("/socket", true).kind()).isEqualTo(FileStatus.SOCKET);
        LocalSocket client = socket(LocalType.STREAM, CLIENT);
        assertThat(client.tryConnect(addresses.find(NAME, process))).isTrue();
        client.write(bytes("hello"));
        assertThat(listener.readiness()).isEqualTo(PollEvents.IN);
        LocalSocket server = accept(listener);
        assertThat(received(server, 10)).isEqualTo("hello");
        assertThat(client.peerCredentials()).isEqualTo(SERVER);
        assertThat(server.peerCredentials()).isEqualTo(CLIENT);
        assertThat(client.peerName()).isEqualTo(NAME);
        assertThat(server.localName()).isEqualTo(NAME);
        assertThat(server.peerName()).isNull();
        assertErrno(Errno.EISCONN, () -> client.tryConnect(listener));
        close(server);
        assertErrno(Errno.EADDRINUSE, () -> socket(LocalType.STREAM, SERVER).bind(NAME, process));
        close(listener);
        assertErrno(Errno.ECONNREFUSED, () -> addresses.find(NAME, process));
        process.files().unlink("/socket");
        assertErrno(Errno.ENOENT, () -> addresses.find(NAME, process));
    }

    @Test
    void aFullBacklogHoldsTheClientUntilOneIsAccepted() throws Exception {
        LocalSocket listener = listener(LocalType.STREAM, 0);
        assertThat(socket(LocalType.STREAM, CLIENT).tryConnect(listener)).isTrue();
        LocalSocket second = socket(LocalType.STREAM, CLIENT);
        assertThat(second.tryConnect(listener)).isFalse();
        assertThat(second.hasPeer()).isFalse();
        Background<Boolean> waiter = Background.untilItWaits(() -> second.awaitBacklog(listener, Wait.FOREVER));
        accept(listener);
        assertThat(waiter.result()).isTrue();
        assertThat(second.tryConnect(listener)).isTrue();
        close(listener);
        assertErrno(Errno.ECONNRESET, () -> second.read(ByteBuffer.allocate(1)));
    }

    @Test
    void onlyTheSameTypeConnectsToWhatListens() throws PosixException {
        LocalSocket listener = listener(LocalType.STREAM, 1);
        assertErrno(Errno.EPROTOTYPE, () -> socket(LocalType.SEQUENCED, CLIENT).tryConnect(listener));
        LocalSocket idle = socket(LocalType.STREAM, CLIENT);
        assertErrno(Errno.ECONNREFUSED, () -> socket(LocalType.STREAM, CLIENT).tryConnect(idle));
        assertErrno(Errno.EINVAL, idle::tryAccept);
        assertErrno(Errno.EINVAL, () -> idle.listen(1));
        assertErrno(Errno.EINVAL, () -> listener.tryConnect(listener));
    }

    @Test
    void anAbstractNameGoesWithItsSocket() throws PosixException {
        LocalName name = new LocalName(true, "a\0b");
        LocalSocket first = socket(LocalType.DATAGRAM, SERVER);
        first.bind(name, process);
        LocalSocket second = socket(LocalType.DATAGRAM, CLIENT);
        assertErrno(Errno.EADDRINUSE, () -> second.bind(name, process));
        second.bind(null, process);
        assertThat(second.localName())
                .isInstanceOfSatisfying(
                        LocalName.class, chosen -> assertThat(chosen.text()).hasSize(5));
        SocketMessage message = new SocketMessage();
        message.setName(new LocalTarget(addresses.find(name, process)));
        assertThat(second.trySend(bytes("hi"), message)).isEqualTo(2);
        SocketMessage received = new SocketMessage();
        assertThat(first.tryReceive(ByteBuffer.allocate(9), received, false)).isEqualTo(2);
        assertThat(received.name()).isEqualTo(second.localName());
        close(first);
        assertErrno(Errno.ECONNREFUSED, () -> second.trySend(bytes("hi"), message));
    }

    @Test
    void aDatagramSocketWithAPeerTakesFromNobodyElse() throws PosixException {
        LocalSocket stranger = socket(LocalType.DATAGRAM, CLIENT);
        List<LocalSocket> pair = pair(LocalType.DATAGRAM);
        assertErrno(Errno.EPERM, () -> stranger.tryConnect(pair.get(0)));
        assertErrno(Errno.ENOTCONN, () -> stranger.write(bytes("x")));
    }

    @Test
    void aPassedFileLivesAsLongAsItsMessage() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        EventCounter file = new EventCounter();
        process.descriptors().open(file);
        SocketMessage message = new SocketMessage();
        message.setFiles(List.of(file));
        pair.get(0).write(bytes("before"));
        pair.get(0).trySend(bytes("with"), message);
        pair.get(0).write(bytes("after"));
        close(file);
        assertThat(file.isReleased()).isFalse();
        SocketMessage received = new SocketMessage();
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThat(pair.get(1).tryReceive(target, received, false)).isEqualTo(10);
        assertThat(received.files()).containsExactly(file);
        file.dropDescriptor();
        assertThat(file.isReleased()).isTrue();
        assertThat(received(pair.get(1), 100)).isEqualTo("after");
    }

    @Test
    void aFileThatNobodyTakesIsReleased() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.DATAGRAM);
        EventCounter read = new EventCounter();
        EventCounter unread = new EventCounter();
        for (EventCounter file : List.of(read, unread)) {
            process.descriptors().open(file);
            SocketMessage message = new SocketMessage();
            message.setFiles(List.of(file));
            pair.get(0).trySend(bytes("x"), message);
            close(file);
        }
        received(pair.get(1), 1);
        assertThat(read.isReleased()).isTrue();
        assertThat(unread.isReleased()).isFalse();
        close(pair.get(1));
        assertThat(unread.isReleased()).isTrue();
    }

    @Test
    void filesUnderWayAreBounded() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.DATAGRAM);
        addresses.filesLeave(LocalAddresses.MOST_FILES_UNDER_WAY - 1);
        SocketMessage message = new SocketMessage();
        message.setFiles(List.of(pair.get(0)));
        pair.get(0).trySend(bytes("x"), message);
        assertErrno(Errno.ETOOMANYREFS, () -> pair.get(0).trySend(bytes("x"), message));
        received(pair.get(1), 1);
        pair.get(0).trySend(bytes("x"), message);
    }

    @Test
    void aReceiverThatWantsToKnowWhoSentGetsNoBytesOfTwo() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        pair.get(1).setTellsCredentials(true);
        SocketMessage other = new SocketMessage();
        other.setCredentials(SERVER);
        pair.get(0).write(bytes("mine"));
        pair.get(0).trySend(bytes("others"), other);
        SocketMessage received = new SocketMessage();
        assertThat(pair.get(1).tryReceive(ByteBuffer.allocate(99), received, false))
                .isEqualTo(4);
        assertThat(received.credentials()).isEqualTo(CLIENT);
        assertThat(pair.get(1).tryReceive(ByteBuffer.allocate(99), received, false))
                .isEqualTo(6);
        assertThat(received.credentials()).isEqualTo(SERVER);
    }

    @Test
    void aReadEndsWithItsPatience() throws PosixException {
        List<LocalSocket> pair = pair(LocalType.STREAM);
        pair.get(0).setReceivePatience(1);
        assertThat(pair.get(0).read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.WOULD_BLOCK);
    }
}
