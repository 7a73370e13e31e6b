package dev.ristretto.kernel.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.socket.NetworkException;
import dev.ristretto.kernel.network.stack.Simulation;
import dev.ristretto.kernel.network.tcp.TcpSocket;
import dev.ristretto.kernel.network.udp.Datagram;
import dev.ristretto.kernel.network.udp.UdpSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lookups, retries, truncation, cache: RFC 1035, RFC 2308, RFC 7766. */
class DnsResolverTest {
    private static final IpAddress SERVER = IpAddress.of(10, 0, 0, 2);
    private static final IpAddress NOBODY = IpAddress.of(10, 0, 0, 99);
    private static final IpAddress ADDRESS = IpAddress.of(192, 0, 2, 7);
    private static final long SECOND = Simulation.SECOND;

    private final Simulation simulation = new Simulation(1);
    private final DnsResolver resolver = new DnsResolver(simulation.host());
    private final UdpSocket udp = simulation.server().newUdpSocket();
    private final TcpSocket listener = simulation.server().newTcpSocket();
    private final List<String> questions = new ArrayList<>();
    private final List<DnsAnswer> answers = new ArrayList<>();
    private @Nullable TcpSocket connection;
    private boolean truncates;
    private boolean silent;
    private int responseCode;
    private int ttl = 300;
    private int wrongIds;
    private int ignored;

    @BeforeEach
    void serve() throws NetworkException {
        configure(List.of(SERVER), "");
        udp.bind(IpAddress.ANY, 53);
        listener.bind(IpAddress.ANY, 53);
        listener.listen(5);
        simulation.application(this::answer);
    }

    private void configure(List<IpAddress> servers, String domain) {
        simulation
                .host()
                .configure(new InterfaceConfiguration(IpAddress.of(10, 0, 0, 1), 24, null, 0, servers, domain));
    }

    private void answer() {
        try {
            ByteBuffer message = ByteBuffer.allocate(600);
            Datagram datagram = new Datagram();
            while (udp.receive(message.clear(), datagram) >= 0) {
                message.flip();
                questions.add(name(message));
                if (silent || ignored-- > 0) {
                    continue;
                }
                for (int i = 0; i < wrongIds; i++) {
                    ByteBuffer forged = reply(message, false);
                    forged.putShort(0, (short) (forged.getShort(0) + 1 + i));
                    udp.send(forged, datagram.sourceAddress(), datagram.sourcePort());
                }
                udp.send(reply(message, truncates), datagram.sourceAddress(), datagram.sourcePort());
            }
            TcpSocket accepted = listener.accept();
            if (accepted != null) {
                connection = accepted;
            }
            if (connection != null && connection.available() > 2) {
                connection.read(message.clear());
                ByteBuffer query = message.flip().position(2).slice();
                questions.add("tcp " + name(query));
                ByteBuffer reply = reply(query, false);
                ByteBuffer framed = ByteBuffer.allocate(2 + reply.remaining());
                framed.putShort((short) reply.remaining()).put(reply).flip();
                connection.write(framed.slice(0, 1));
                connection.write(framed.slice(1, framed.limit() - 1));
                connection.close();
                connection = null;
            }
        } catch (NetworkException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(ByteBuffer message) {
        StringBuilder name = new StringBuilder();
        int index = 12;
        while (message.get(index) != 0) {
            byte[] label = new byte[message.get(index)];
            message.get(index + 1, label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
            index += 1 + label.length;
        }
        return name.toString();
    }

    /** An alias and an address behind it, with compressed names; for "missing" nothing but a SOA. */
    private ByteBuffer reply(ByteBuffer query, boolean truncated) {
        boolean missing = name(query).startsWith("missing");
        ByteBuffer reply = ByteBuffer.allocate(600);
        reply.put(query.duplicate());
        int code = missing ? 3 : responseCode;
        reply.putShort(2, (short) (0x8180 | (truncated ? 0x0200 : 0) | code));
        if (truncated || code != 0 && !missing) {
            return reply.flip();
        }
        if (missing) {
            reply.putShort(8, (short) 1);
            reply.putShort((short) 0xc00c)
                    .putShort((short) 6)
                    .putShort((short) 1)
                    .putInt(ttl)
                    .putShort((short) 22);
            reply.put((byte) 0)
                    .put((byte) 0)
                    .putInt(1)
                    .putInt(2)
                    .putInt(3)
                    .putInt(4)
                    .putInt(60);
            return reply.flip();
        }
        reply.putShort(6, (short) 2);
        reply.putShort((short) 0xc00c)
                .putShort((short) 5)
                .putShort((short) 1)
                .putInt(ttl)
                .putShort((short) 8);
        int alias = reply.position();
        reply.put((byte) 5).put("alias".getBytes(StandardCharsets.US_ASCII)).putShort((short) 0xc00c);
        reply.putShort((short) (0xc000 | alias))
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(2 * ttl);
        reply.putShort((short) 4).putInt(ADDRESS.v4());
        return reply.flip();
    }

    private DnsAnswer resolve(String name) {
        answers.clear();
        resolver.resolve(name, answers::add);
        simulation.run(60 * SECOND);
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static DnsAnswer found() {
        return new DnsAnswer.Addresses(List.of(ADDRESS));
    }

    @Test
    void anAliasIsFollowedToItsAddress() {
        assertThat(resolve("www.example.org")).isEqualTo(found());
        assertThat(questions).containsExactly("www.example.org");
        simulation.checkIdle();
    }

    @Test
    void anAnswerIsKeptAsLongAsItSays() {
        resolve("www.example.org");
        assertThat(resolve("WWW.example.org.")).isEqualTo(found());
        assertThat(questions).hasSize(1);
        simulation.run(200 * SECOND);
        resolve("www.example.org");
        assertThat(questions).hasSize(2);
    }

    @Test
    void anAnswerThatMustNotBeKeptIsNot() {
        ttl = 0;
        resolve("www.example.org");
        resolve("www.example.org");
        assertThat(questions).hasSize(2);
    }

    @Test
    void rfc2308_aNameThatDoesNotExistIsKeptToo() {
        assertThat(resolve("missing.example.org")).isEqualTo(new DnsAnswer.NotFound());
        answers.clear();
        resolver.resolve("missing.example.org", answers::add);
        assertThat(questions).hasSize(1);
    }

    @Test
    void aSingleNameIsCompletedWithTheDomain() {
        configure(List.of(SERVER), "example.org");
        assertThat(resolve("www")).isEqualTo(found());
        assertThat(questions).containsExactly("www.example.org");
        assertThat(resolve("missing")).isEqualTo(new DnsAnswer.NotFound());
        assertThat(questions).containsExactly("www.example.org", "missing.example.org", "missing");
    }

    @Test
    void aTruncatedAnswerIsAskedForOverTcp() {
        truncates = true;
        assertThat(resolve("www.example.org")).isEqualTo(found());
        assertThat(questions).containsExactly("www.example.org", "tcp www.example.org");
        simulation.checkIdle();
    }

    @Test
    void aSilentServerIsFollowedByTheNext() {
        configure(List.of(NOBODY, SERVER), "");
        assertThat(resolve("www.example.org")).isEqualTo(found());
    }

    @Test
    void aFailingServerIsAskedTwiceAndThenTheLookupFails() {
        responseCode = 2;
        assertThat(resolve("www.example.org")).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(questions).hasSize(2);
    }

    @Test
    void withoutAnswerTheLookupFailsInTime() {
        silent = true;
        assertThat(resolve("www.example.org")).isInstanceOf(DnsAnswer.Failed.class);
        assertThat(questions).hasSize(2);
        simulation.checkIdle();
    }

    @Test
    void forgedAnswersWithWrongIdentifiersAreIgnored() {
        wrongIds = 10;
        assertThat(resolve("www.example.org")).isEqualTo(found());
    }

    @Test
    void aLostQuestionIsAskedAgain() {
        ignored = 1;
        assertThat(resolve("www.example.org")).isEqualTo(found());
        assertThat(questions).hasSize(2);
    }

    @Test
    void withoutServersTheLookupFailsAtOnce() {
        configure(List.of(), "");
        resolver.resolve("www.example.org", answers::add);
        assertThat(answers).singleElement().isInstanceOf(DnsAnswer.Failed.class);
    }

    @Test
    void addressesAndImpossibleNamesAreNotAskedFor() {
        resolver.resolve("192.0.2.1", answers::add);
        resolver.resolve("", answers::add);
        resolver.resolve("a..b", answers::add);
        resolver.resolve("x".repeat(64) + ".org", answers::add);
        assertThat(answers)
                .containsExactly(
                        new DnsAnswer.Addresses(List.of(IpAddress.of(192, 0, 2, 1))),
                        new DnsAnswer.NotFound(),
                        new DnsAnswer.NotFound(),
                        new DnsAnswer.NotFound());
        assertThat(questions).isEmpty();
    }

    @Test
    void aCancelledLookupTellsNobody() {
        resolver.resolve("www.example.org", answers::add).run();
        simulation.run(60 * SECOND);
        assertThat(answers).isEmpty();
        simulation.checkIdle();
    }

    @Test
    void malformedAnswersNeverThrow() {
        ByteBuffer query = DnsMessage.write(7, "www.example.org", DnsMessage.TYPE_A);
        ByteBuffer good = reply(query, false);
        assertThat(DnsMessage.read(good, 7, "www.example.org", DnsMessage.TYPE_A))
                .isNotNull();
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(good.limit()) : good.limit()];
            good.get(0, bytes);
            for (int k = random.nextInt(4); k > 0 && bytes.length > 0; k--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Object unused = DnsMessage.read(ByteBuffer.wrap(bytes), 7, "www.example.org", DnsMessage.TYPE_A);
        }
    }

    @Test
    void pointersInACircleEnd() {
        ByteBuffer reply = ByteBuffer.allocate(64);
        reply.putShort(0, (short) 7).putShort(2, (short) 0x8180).putShort(4, (short) 1);
        reply.putShort(12, (short) 0xc00c);
        assertThat(DnsMessage.read(reply, 7, "a", DnsMessage.TYPE_A)).isNull();
    }
}
