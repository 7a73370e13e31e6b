package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.FIN;
import static dev.ristretto.kernel.network.stack.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.socket.NetworkOption;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Which acknowledgements a peer that sends gets, and that none of them looks like a duplicate (RFC 5681 section 2)
 * unless something was missing: a peer takes three of those for a loss and sends again what has arrived.
 */
class TcpAcknowledgementTest {
    private static final int MSS = 1460;
    /** What the JDK's HTTP server reads at a time. */
    private static final int READ = 8192;

    private static final byte[] SCALING = {2, 4, (byte) (MSS >> 8), (byte) MSS, 1, 3, 3, 7};

    private final RawPeer peer = new RawPeer();
    private final List<RawPeer.Sent> acknowledgements = new ArrayList<>();
    private int shift;
    /** The largest number that the stack has ever allowed the peer to send, plus one. */
    private int offered;

    @Test
    void anUploadIsNeverAnsweredWithDuplicates() throws NetworkException {
        upload(connect(), 4 << 20, 44, READ);
        assertNoDuplicates();
    }

    @Test
    void anUploadWithScaledWindowsIsNeverAnsweredWithDuplicates() throws NetworkException {
        peer.synOptions = SCALING;
        upload(connect(), 4 << 20, 100, READ);
        assertNoDuplicates();
    }

    @Test
    void anUploadToASlowReaderIsNeverAnsweredWithDuplicates() throws NetworkException {
        upload(connect(), 2 << 20, 44, 700);
        assertNoDuplicates();
    }

    @Test
    void anUploadNeedsFewAcknowledgements() throws NetworkException {
        upload(connect(), 4 << 20, 44, READ);
        int bursts = (4 << 20) / (44 * MSS) + 1;
        // One for each burst, and the window updates while the buffer has not grown yet.
        assertThat(acknowledgements).hasSizeLessThan(bursts + 20);
    }

    @Test
    void aBurstIsAcknowledgedOnce() throws NetworkException {
        peer.accept();
        assertOneAnswerToABurst();
        peer.expectNothing(World.SECOND);
    }

    @Test
    void aBurstThatHasArrivedBeforeIsAnsweredOnce() throws NetworkException {
        peer.accept();
        assertOneAnswerToABurst();
        assertOneAnswerToABurst();
        peer.expectNothing(World.SECOND);
    }

    @Test
    void aSegmentOutOfOrderWithAFinIsAnsweredOnce() throws NetworkException {
        peer.accept();
        peer.send(ACK | FIN, 101, 1, 100);
        peer.expect(ACK, 1, 1, 0);
        peer.expectNothing(World.SECOND);
    }

    @Test
    void segmentsThatTheLinkHasJoinedCountAsSeveral() throws NetworkException {
        peer.accept();
        peer.send(ACK, 1, 1, 2 * MSS);
        assertThat(peer.expectWithin(World.MILLI).acknowledgement()).isEqualTo(1 + 2 * MSS);
        peer.send(ACK, 1 + 2 * MSS, 1, MSS);
        peer.send(ACK, 1 + 3 * MSS, 1, MSS);
        assertThat(peer.expectWithin(World.MILLI).acknowledgement()).isEqualTo(1 + 4 * MSS);
    }

    /** RFC 7323 section 2.4: rounding takes nothing back that was offered. */
    @Test
    void allThatWasOfferedIsTaken() throws NetworkException {
        peer.synOptions = SCALING;
        TcpSocket socket = connect();
        int sequence = 1;
        while (sequence < offered) {
            int length = Math.min(MSS, offered - sequence);
            peer.send(ACK, sequence, 1, length);
            sequence += length;
            collect();
        }
        assertThat(socket.available()).isEqualTo(sequence - 1);
    }

    @Test
    void aWindowUpdateThatRoundsToNothingIsNotSent() throws NetworkException {
        peer.synOptions = SCALING;
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 64 << 20);
        connect(socket);
        assertThat(1 << shift).as("unit of the window field").isEqualTo(2048);
        socket.setOption(NetworkOption.RECEIVE_BUFFER, READ);
        int sequence = 1;
        while (sequence < offered) {
            int length = Math.min(500, offered - sequence);
            peer.send(ACK, sequence, 1, length);
            sequence += length;
            collect();
        }
        peer.world.run(World.SECOND);
        collect();
        read(socket, socket.available() - READ + 1500);
        assertThat(acknowledgements.getLast().window()).isZero();
        assertNoDuplicates();
        read(socket, 3000);
        assertThat(acknowledgements.getLast().window()).isEqualTo(2);
    }

    @Test
    void aLargerBufferThanTheWindowFieldHoldsIsNotAnnounced() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 1 << 20);
        peer.sendBurst(1, 1, 20, MSS);
        assertThat(peer.expect(ACK, 1, 1 + 20 * MSS, 0).window()).isEqualTo(65535);
        for (int i = 0; i < 4; i++) {
            assertThat(socket.read(ByteBuffer.allocate(7000))).isPositive();
        }
        peer.expectNothing(World.SECOND);
    }

    /** As BSD sends it: the FIN, which takes a number too, lies beyond the edge. */
    @Test
    void aFinBehindAWindowFilledToTheLastByteIsTaken() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 10_000);
        connect(socket);
        peer.sendBurst(1, 1, 9, 1000);
        peer.send(ACK | FIN, 9001, 1, 1000);
        collect();
        assertThat(acknowledgements.getLast().flags()).isEqualTo(ACK);
        assertThat(acknowledgements.getLast().acknowledgement()).isEqualTo(10_002);
        assertThat(acknowledgements.getLast().window()).isZero();
        assertThat(socket.read(ByteBuffer.allocate(20_000))).isEqualTo(10_000);
        assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }

    /** No room was left by others, though it was offered: the peer is told by silence, as of any loss. */
    @Test
    void aSegmentInOrderForWhichThereIsNoMemoryIsNotAnswered() throws NetworkException {
        StackOptions tight =
                new StackOptions(4096, 1 << 16, new TcpLimits(32 << 10, 1 << 20, 32 << 10, 1 << 20, 100, 100, 10, 10));
        RawPeer poor = new RawPeer(tight);
        TcpSocket socket = poor.accept();
        poor.sendBurst(1, 1, 2, MSS);
        poor.expect(ACK, 1, 1 + 2 * MSS, 0);
        poor.send(ACK, 1 + 2 * MSS, 1, MSS);
        poor.expectNothing(World.SECOND);
        assertThat(socket.available()).isEqualTo(2 * MSS);
    }

    private void assertOneAnswerToABurst() {
        peer.sendBurst(1, 1, 10, MSS);
        peer.expect(ACK, 1, 1 + 10 * MSS, 0);
    }

    @Test
    void aBufferLargerThanTheWindowFieldHoldsIsFilledByOneWindowAfterTheOther() throws NetworkException {
        TcpSocket socket = peer.accept();
        socket.setOption(NetworkOption.RECEIVE_BUFFER, 4 * 44 * MSS);
        for (int window = 0; window < 3; window++) {
            peer.sendBurst(1 + window * 44 * MSS, 1, 44, MSS);
            assertThat(peer.expect(ACK, 1, 1 + (window + 1) * 44 * MSS, 0).window())
                    .isGreaterThan(43 * MSS);
        }
        assertThat(socket.available()).isEqualTo(3 * 44 * MSS);
    }

    private TcpSocket connect() throws NetworkException {
        TcpSocket socket = peer.stack.newTcpSocket();
        connect(socket);
        return socket;
    }

    private void connect(TcpSocket socket) throws NetworkException {
        socket.connect(RawPeer.ADDRESS, RawPeer.PORT);
        RawPeer.Sent syn = peer.expect(SYN, 0, 0, 0);
        offered = 1 + syn.window();
        shift = peer.synOptions == SCALING ? syn.shift() : 0;
        peer.answerSyn();
        collect();
    }

    /**
     * Sends as much as the windows allow in bursts of up to so many segments; the application reads in steps after
     * each.
     */
    private void upload(TcpSocket socket, int total, int burst, int step) throws NetworkException {
        int sequence = 1;
        while (sequence <= total) {
            int segments = Math.min(burst, (offered - sequence) / MSS);
            if (segments > 0) {
                peer.sendBurst(sequence, 1, segments, MSS);
                sequence += segments * MSS;
                collect();
            }
            int reads = 0;
            while (socket.available() > 0 && (reads++ < 8 || step == READ)) {
                read(socket, step);
            }
            peer.world.run(World.MILLI);
            collect();
        }
        assertThat(acknowledgements.getLast().acknowledgement()).isEqualTo(sequence);
    }

    private void read(TcpSocket socket, int bytes) throws NetworkException {
        assertThat(socket.read(ByteBuffer.allocate(bytes))).isPositive();
        peer.world.run(0);
        collect();
    }

    private void collect() {
        peer.world.run(2000);
        RawPeer.Sent sent;
        while ((sent = peer.poll()) != null) {
            acknowledgements.add(sent);
            offered = Math.max(offered, sent.acknowledgement() + (sent.window() << shift));
        }
    }

    private void assertNoDuplicates() {
        for (int i = 1; i < acknowledgements.size(); i++) {
            RawPeer.Sent sent = acknowledgements.get(i);
            RawPeer.Sent before = acknowledgements.get(i - 1);
            assertThat(sent.acknowledgement() == before.acknowledgement() && sent.window() == before.window())
                    .as("%s after %s, number %d of %d", sent, before, i, acknowledgements.size())
                    .isFalse();
        }
    }
}
