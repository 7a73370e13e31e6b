package dev.ristretto.kernel.personality.linux.socket;

/** Families, types, protocols and flags of socket calls (linux/socket.h, linux/net.h, linux/in.h). */
final class SocketNumbers {
    static final int AF_UNSPEC = 0;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_NETLINK = 16;

    static final int SOCK_RAW = 3;

    static final int SOCK_PACKET = 10;
    static final int TYPE_MASK = 0xf;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x8_0000;

    static final int IPPROTO_IP = 0;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_UDP = 17;
    static final int NETLINK_ROUTE = 0;

    static final int SOL_SOCKET = 1;

    static final int MSG_OOB = 0x1;
    static final int MSG_PEEK = 0x2;
    static final int MSG_CTRUNC = 0x8;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_EOR = 0x80;
    static final int MSG_WAITALL = 0x100;
    static final int MSG_ERRQUEUE = 0x2000;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_MORE = 0x8000;
    static final int MSG_WAITFORONE = 0x1_0000;
    static final int MSG_FASTOPEN = 0x2000_0000;
    static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    private SocketNumbers() {}
}
