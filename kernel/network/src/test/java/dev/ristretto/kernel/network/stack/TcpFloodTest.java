package dev.ristretto.kernel.network.stack;

import static dev.ristretto.kernel.network.stack.RawPeer.ACK;
import static dev.ristretto.kernel.network.stack.RawPeer.RST;
import static dev.ristretto.kernel.network.stack.RawPeer.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.tcp.TcpLimits;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.tcp.TcpState;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener that is asked by more than it remembers answers all the same: RFC 4987 section 3.6. */
class TcpFloodTest {
    private static final int HALF_OPEN = 8;
    private static final int SCALED_WINDOW = 7;

    private final RawPeer peer = new RawPeer(options());
    private TcpSocket listener;

    private static StackOptions options() {
        StackOptions usual = StackOptions.defaults();
        TcpLimits tcp = new TcpLimits(64 << 10, 4 << 20, 64 << 10, 4 << 20, 64, 64, HALF_OPEN, 64);
        return new StackOptions(usual.bufferMemory(), usual.reassemblyMemory(), tcp);
    }

    @BeforeEach
    void flood() throws NetworkException {
        listener = peer.listen();
        peer.stackPort = 80;
        flood(100);
    }

    private void flood(int requests) {
        for (int i = 0; i < requests; i++) {
            peer.port = 1024 + i;
            peer.send(SYN, i, 0, new byte[0], peer.synOptions);
        }
        peer.world.run(World.MILLI);
        peer.forgetSegments();
        peer.port = RawPeer.PORT;
    }

    private RawPeer.Sent ask() {
        peer.send(SYN, 0, 0, new byte[0], peer.synOptions);
        return peer.expect(SYN | ACK, 0, 1, 0);
    }

    private void offerAll() {
        // MSS 1460, SACK permitted, window scale 7; the timestamps follow.
        peer.synOptions = new byte[] {2, 4, 5, (byte) 0xb4, 4, 2, 3, 3, SCALED_WINDOW, 1, 1, 1};
        peer.timestamps = true;
    }

    @Test
    void whatIsRememberedKeepsItsBound() {
        assertThat(peer.stack.tcp().connections()).isEqualTo(HALF_OPEN);
    }

    @Test
    void anHonestClientGetsThroughWithItsOptions() throws NetworkException {
        offerAll();
        RawPeer.Sent answer = ask();
        assertThat(answer.mss()).isEqualTo(1460);
        assertThat(answer.sackPermitted()).isTrue();
        assertThat(answer.shift()).isEqualTo(7);
        assertThat(answer.timestampEcho()).isEqualTo(peer.timestampValue);
        assertThat(peer.stack.tcp().connections()).as("nothing is kept").isEqualTo(HALF_OPEN);
        peer.window = 1000;
        peer.send(ACK, 1, 1, 100);
        TcpSocket socket = Objects.requireNonNull(listener.accept());
        assertThat(socket.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(socket.available()).isEqualTo(100);
        socket.write(RawPeer.bytes(3000));
        assertThat(peer.expect(ACK, 1, 101, 1448).timestampValue() - answer.timestampValue())
                .as("timestamps go on")
                .isNotNegative();
        peer.expect(ACK, 1449, 101, 1448);
        peer.world.run(World.MILLI);
        peer.forgetSegments();
        peer.send(ACK, 201, 1, 100);
        assertThat(peer.expect().sack()).as("selective acknowledgements").containsExactly(201, 301);
    }

    @Test
    void aClientWithoutTimestampsGetsThroughWithoutOptions() throws NetworkException {
        offerAll();
        peer.timestamps = false;
        RawPeer.Sent answer = ask();
        assertThat(answer.mss()).isEqualTo(1460);
        assertThat(answer.sackPermitted()).isFalse();
        assertThat(answer.shift()).isEqualTo(-1);
        assertThat(answer.timestamps()).isFalse();
        peer.send(ACK, 1, 1);
        TcpSocket socket = Objects.requireNonNull(listener.accept());
        socket.write(RawPeer.bytes(3000));
        peer.expect(ACK, 1, 1, 1460);
    }

    @Test
    void theSegmentSizeIsRoundedDown() throws NetworkException {
        for (int[] sizes : new int[][] {{0, 536}, {100, 64}, {535, 64}, {1459, 1440}, {9000, 1460}}) {
            int offered = sizes[0];
            peer.synOptions = offered == 0 ? new byte[0] : new byte[] {2, 4, (byte) (offered >> 8), (byte) offered};
            peer.port++;
            ask();
            peer.send(ACK, 1, 1);
            TcpSocket socket = Objects.requireNonNull(listener.accept());
            socket.write(RawPeer.bytes(2000));
            peer.expect(ACK, 1, 1, sizes[1]);
            socket.abort();
            peer.world.run(World.MILLI);
            peer.forgetSegments();
        }
    }

    @Test
    void aWrongNumberIsReset() {
        ask();
        int cookie = peer.stackInitial;
        for (int bit = 0; bit < 32; bit++) {
            peer.stackInitial = cookie ^ 1 << bit;
            peer.send(ACK, 1, 1);
            assertThat(peer.expect().flags()).isEqualTo(RST);
        }
        peer.stackInitial = cookie;
        peer.send(ACK, 2, 1);
        assertThat(peer.expect().flags()).as("of another request").isEqualTo(RST);
        peer.port++;
        peer.send(ACK, 1, 1);
        assertThat(peer.expect().flags()).as("from another port").isEqualTo(RST);
    }

    @Test
    void anAnswerIsGoodForTwoMinutesAtMost() throws NetworkException {
        ask();
        int cookie = peer.stackInitial;
        for (int i = 0; i < 129; i++) {
            peer.world.run(World.SECOND);
            flood(10);
        }
        peer.stackInitial = cookie;
        peer.send(ACK, 1, 1);
        assertThat(peer.expect().has(RST)).isTrue();
        assertThat(listener.accept()).isNull();
    }

    @Test
    void aFullBacklogTakesTheConnectionWithItsNextSegment() throws NetworkException {
        TcpSocket first = peer.stack.newTcpSocket();
        TcpSocket second = peer.stack.newTcpSocket();
        ask();
        first.connect(IpAddress.LOOPBACK, 80);
        second.connect(IpAddress.LOOPBACK, 80);
        peer.send(ACK, 1, 1, 10);
        assertThat(listener.accept()).isNotNull();
        assertThat(listener.accept()).isNotNull();
        assertThat(listener.accept()).isNull();
        peer.send(ACK, 1, 1, 10);
        assertThat(Objects.requireNonNull(listener.accept()).available()).isEqualTo(10);
    }

    @Test
    void nothingIsLeftInTheEnd() {
        listener.close();
        peer.finish();
    }
}
