package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.socket.InterfaceStatus;
import dev.ristretto.kernel.posix.socket.Network;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers questions of rtnetlink(7): dumps of all interfaces, addresses and routes of IPv4. All else is answered by an
 * error message.
 */
final class RouteAnswers {
    private static final int ERROR = 2;
    private static final int DONE = 3;
    private static final int GET_LINK = 18;
    private static final int GET_ADDRESS = 22;
    private static final int GET_ROUTE = 26;

    private static final int FLAG_REQUEST = 1;
    private static final int FLAG_MULTIPLE = 2;
    private static final int FLAG_ACKNOWLEDGE = 4;
    private static final int FLAG_DUMP = 0x300;

    private static final int SCOPE_HOST = 254;
    private static final int SCOPE_LINK = 253;
    private static final int PERMANENT = 0x80;
    private static final int TABLE_MAIN = 254;
    private static final int PROTOCOL_KERNEL = 2;
    private static final int PROTOCOL_BOOT = 3;
    private static final int UNICAST = 1;
    private static final int OPERATIONAL = 6;

    private final Network network;
    private final int port;

    RouteAnswers(Network network, int port) {
        this.network = network;
        this.port = port;
    }

    /** The datagrams that answer one of questions; what is too short for a question is none. */
    List<byte[]> to(ByteBuffer questions) {
        List<byte[]> answers = new ArrayList<>();
        while (questions.remaining() >= NetlinkMessage.HEADER) {
            int start = questions.position();
            int length = questions.getInt(start);
            if (length < NetlinkMessage.HEADER || length > questions.remaining()) {
                return answers;
            }
            answer(questions.slice(start, length).order(questions.order()), answers);
            long next = (long) start + (length + NetlinkMessage.ALIGNMENT - 1 & -NetlinkMessage.ALIGNMENT);
            questions.position((int) Math.min(next, questions.limit()));
        }
        return answers;
    }

    private void answer(ByteBuffer question, List<byte[]> answers) {
        int type = question.getShort(4);
        int flags = question.getShort(6);
        int sequence = question.getInt(8);
        int family = question.capacity() > NetlinkMessage.HEADER ? question.get(NetlinkMessage.HEADER) & 0xff : 0;
        if ((flags & FLAG_REQUEST) == 0) {
            return;
        }
        boolean known = type == GET_LINK || type == GET_ADDRESS || type == GET_ROUTE;
        if (!known || (flags & FLAG_DUMP) != FLAG_DUMP) {
            answers.add(error(question, Errno.EOPNOTSUPP.number(), sequence));
            return;
        }
        boolean ours = family == SocketNumbers.AF_UNSPEC || family == SocketNumbers.AF_INET;
        List<NetlinkMessage> dump = switch (type) {
            case GET_LINK -> links();
            case GET_ADDRESS -> ours ? addresses() : List.of();
            default -> ours ? routes() : List.of();
        };
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        dump.forEach(message -> all.writeBytes(message.bytes(sequence, port)));
        if (all.size() > 0) {
            answers.add(all.toByteArray());
        }
        answers.add(new NetlinkMessage(DONE, FLAG_MULTIPLE)
                .with(new byte[Integer.BYTES])
                .bytes(sequence, port));
        if ((flags & FLAG_ACKNOWLEDGE) != 0) {
            answers.add(error(question, 0, sequence));
        }
    }

    /** The error number, 0 for none, and the question's header. */
    private byte[] error(ByteBuffer question, int number, int sequence) {
        byte[] header = new byte[NetlinkMessage.HEADER];
        question.get(0, header);
        byte[] code =
                SocketAddresses.view(new byte[Integer.BYTES]).putInt(-number).array();
        return new NetlinkMessage(ERROR, 0).with(code).with(header).bytes(sequence, port);
    }

    private List<NetlinkMessage> links() {
        List<NetlinkMessage> links = new ArrayList<>();
        for (InterfaceStatus found : InterfaceStatus.of(network)) {
            ByteBuffer body = SocketAddresses.view(new byte[16]);
            body.putShort(2, (short) InterfaceBits.hardware(found)).putInt(4, found.index());
            body.putInt(8, InterfaceBits.flags(found));
            links.add(new NetlinkMessage(GET_LINK - 2, FLAG_MULTIPLE)
                    .with(body.array())
                    .attribute(3, found.name())
                    .attribute(13, InterfaceBits.QUEUE_LENGTH)
                    .attribute(16, new byte[] {(byte) (found.isLoopback() ? 0 : OPERATIONAL)})
                    .attribute(4, found.mtu())
                    .attribute(1, InterfaceBits.hardwareAddress(found))
                    .attribute(2, InterfaceBits.hardwareBroadcast(found)));
        }
        return links;
    }

    private List<NetlinkMessage> addresses() {
        List<NetlinkMessage> addresses = new ArrayList<>();
        for (InterfaceStatus found : InterfaceStatus.of(network)) {
            IpAddress address = found.address();
            if (address == null) {
                continue;
            }
            int scope = found.isLoopback() ? SCOPE_HOST : 0;
            ByteBuffer body = SocketAddresses.view(new byte[8]);
            body.put((byte) SocketNumbers.AF_INET).put((byte) found.prefixLength());
            body.put((byte) PERMANENT).put((byte) scope).putInt(found.index());
            NetlinkMessage message = new NetlinkMessage(GET_ADDRESS - 2, FLAG_MULTIPLE)
                    .with(body.array())
                    .attribute(1, bytes(address))
                    .attribute(2, bytes(address));
            IpAddress broadcast = found.broadcast();
            if (broadcast != null) {
                message.attribute(4, bytes(broadcast));
            }
            addresses.add(message.attribute(3, found.name()).attribute(8, PERMANENT));
        }
        return addresses;
    }

    private List<NetlinkMessage> routes() {
        List<NetlinkMessage> routes = new ArrayList<>();
        InterfaceConfiguration own = network.stack().link() == null ? null : network.configuration();
        if (own == null) {
            return routes;
        }
        int device = InterfaceStatus.of(network).getLast().index();
        IpAddress gateway = own.gateway();
        if (gateway != null) {
            routes.add(route(0, PROTOCOL_BOOT, 0).attribute(5, bytes(gateway)).attribute(4, device));
        }
        int mask = own.prefixLength() == 0 ? 0 : -1 << Integer.SIZE - own.prefixLength();
        routes.add(route(own.prefixLength(), PROTOCOL_KERNEL, SCOPE_LINK)
                .attribute(1, bytes(IpAddress.ofV4(own.address().v4() & mask)))
                .attribute(4, device)
                .attribute(7, bytes(own.address())));
        return routes;
    }

    private static NetlinkMessage route(int prefixLength, int protocol, int scope) {
        ByteBuffer body = SocketAddresses.view(new byte[12]);
        body.put((byte) SocketNumbers.AF_INET).put((byte) prefixLength).putShort((short) 0);
        body.put((byte) TABLE_MAIN).put((byte) protocol).put((byte) scope).put((byte) UNICAST);
        return new NetlinkMessage(GET_ROUTE - 2, FLAG_MULTIPLE)
                .with(body.array())
                .attribute(15, TABLE_MAIN);
    }

    private static byte[] bytes(IpAddress address) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(address.v4()).array();
    }
}
