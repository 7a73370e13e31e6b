package dev.ristretto.kernel.network.dns;

import dev.ristretto.kernel.network.ip.IpAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DNS messages on the wire (RFC 1035 section 4): one question, and what of an answer matters to it. */
final class DnsMessage {
    static final int TYPE_A = 1;
    static final int TYPE_PTR = 12;
    /** Longest name in text form. */
    static final int MAXIMUM_NAME = 253;

    private static final int TYPE_CNAME = 5;
    private static final int TYPE_SOA = 6;
    private static final int CLASS_IN = 1;
    private static final int HEADER = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RESPONSE = 0x8000;
    private static final int TRUNCATED = 0x0200;
    private static final int NAME_ERROR = 3;
    private static final int MAXIMUM_POINTERS = 64;
    private static final int MAXIMUM_ADDRESSES = 64;

    /** What a server said. */
    enum Verdict {
        /** There are records. */
        ANSWERED,
        /** The name does not exist or has none of the type. */
        NOT_FOUND,
        /** The answer did not fit: ask over TCP. */
        TRUNCATED,
        /** The server cannot tell. */
        FAILED
    }

    /**
     * A parsed answer.
     *
     * @param seconds how long it may be kept; 0 for not at all
     */
    record Answer(Verdict verdict, List<IpAddress> addresses, String name, long seconds) {}

    private DnsMessage() {}

    /** Whether the text can be a name. */
    static boolean isName(String name) {
        int length = name.endsWith(".") ? name.length() - 1 : name.length();
        if (length == 0 || length > MAXIMUM_NAME) {
            return false;
        }
        int label = 0;
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (c <= ' ' || c > '~' || ++label > 63) {
                return false;
            }
        }
        return label > 0;
    }

    /** The name under which the name of an address is found. */
    static String reverseName(IpAddress address) {
        return IpAddress.ofV4(Integer.reverseBytes(address.v4())) + ".in-addr.arpa";
    }

    /** Writes a question. */
    static ByteBuffer write(int id, String name, int type) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + MAXIMUM_NAME + 2 + 4);
        message.putShort((short) id).putShort((short) RECURSION_DESIRED).putShort((short) 1);
        message.position(HEADER);
        int start = 0;
        int length = name.endsWith(".") ? name.length() - 1 : name.length();
        while (start < length) {
            int dot = name.indexOf('.', start);
            int end = dot < 0 || dot > length ? length : dot;
            message.put((byte) (end - start));
            for (int i = start; i < end; i++) {
                message.put((byte) name.charAt(i));
            }
            start = end + 1;
        }
        message.put((byte) 0).putShort((short) type).putShort((short) CLASS_IN);
        return message.flip();
    }

    /** Reads the answer to a question; null if it is not one. */
    static @Nullable Answer read(ByteBuffer message, int id, String name, int type) {
        try {
            return new Reader(message).read(id, name, type);
        } catch (IndexOutOfBoundsException e) {
            // The one place where lengths of the message are checked: by the buffer.
            return null;
        }
    }

    private static final class Reader {
        private final ByteBuffer message;
        private int index = HEADER;

        Reader(ByteBuffer message) {
            this.message = message;
        }

        @Nullable
        Answer read(int id, String name, int type) {
            int flags = message.getShort(2) & 0xffff;
            if (message.getShort(0) != (short) id || (flags & RESPONSE) == 0 || message.getShort(4) != 1) {
                return null;
            }
            String wanted = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            if (!wanted.equalsIgnoreCase(readName()) || message.getShort(index) != type) {
                return null;
            }
            index += 4;
            int code = flags & 15;
            if ((flags & TRUNCATED) != 0) {
                return new Answer(Verdict.TRUNCATED, List.of(), "", 0);
            }
            if (code != 0 && code != NAME_ERROR) {
                return new Answer(Verdict.FAILED, List.of(), "", 0);
            }
            return readRecords(wanted, type);
        }

        private @Nullable Answer readRecords(String question, int type) {
            int answers = message.getShort(6) & 0xffff;
            int authorities = message.getShort(8) & 0xffff;
            String owner = question;
            List<IpAddress> addresses = new ArrayList<>();
            String target = "";
            long seconds = Long.MAX_VALUE;
            long negativeSeconds = 0;
            for (int i = 0; i < answers + authorities; i++) {
                @Nullable String recordName = readName();
                int recordType = message.getShort(index) & 0xffff;
                long ttl = Math.max(0, message.getInt(index + 4));
                int length = message.getShort(index + 8) & 0xffff;
                index += 10;
                int end = index + length;
                if (recordName == null || end > message.limit()) {
                    return null;
                }
                if (i >= answers) {
                    if (recordType == TYPE_SOA && length >= 4) {
                        // RFC 2308 section 5: the smaller of the record's own life and its last field.
                        negativeSeconds = Math.min(ttl, message.getInt(end - 4) & 0xffff_ffffL);
                    }
                } else if (recordName.equalsIgnoreCase(owner)) {
                    if (recordType == TYPE_CNAME) {
                        @Nullable String alias = readName();
                        if (alias == null) {
                            return null;
                        }
                        owner = alias;
                        seconds = Math.min(seconds, ttl);
                    } else if (recordType == type && type == TYPE_A && length == 4) {
                        if (addresses.size() < MAXIMUM_ADDRESSES) {
                            addresses.add(IpAddress.ofV4(message.getInt(index)));
                        }
                        seconds = Math.min(seconds, ttl);
                    } else if (recordType == type && type == TYPE_PTR && target.isEmpty()) {
                        @Nullable String pointed = readName();
                        target = pointed == null ? "" : pointed;
                        seconds = Math.min(seconds, ttl);
                    }
                }
                index = end;
            }
            if (addresses.isEmpty() && target.isEmpty()) {
                return new Answer(Verdict.NOT_FOUND, List.of(), "", negativeSeconds);
            }
            return new Answer(Verdict.ANSWERED, List.copyOf(addresses), target, seconds);
        }

        /** Reads a name at the index and moves past it; null if it is malformed (pointers in a circle, too long). */
        private @Nullable String readName() {
            StringBuilder name = new StringBuilder();
            int at = index;
            int pointers = 0;
            while (true) {
                int length = message.get(at) & 0xff;
                if (length == 0) {
                    if (pointers == 0) {
                        index = at + 1;
                    }
                    return name.toString();
                }
                if ((length & 0xc0) == 0xc0) {
                    if (pointers == 0) {
                        index = at + 2;
                    }
                    if (++pointers > MAXIMUM_POINTERS) {
                        return null;
                    }
                    at = message.getShort(at) & 0x3fff;
                    continue;
                }
                if (length > 63 || name.length() + length > MAXIMUM_NAME) {
                    return null;
                }
                if (!name.isEmpty()) {
                    name.append('.');
                }
                for (int i = 1; i <= length; i++) {
                    name.append((char) (message.get(at + i) & 0xff));
                }
                at += 1 + length;
            }
        }
    }
}
