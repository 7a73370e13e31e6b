package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.stack.StackOptions;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SimulatedUserSpace;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.posix.socket.Network;
import dev.ristretto.kernel.posix.socket.NetworkObserver;
import dev.ristretto.kernel.posix.socket.NetworkSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A program in a test that makes calls on sockets, on a machine with loopback only; the seed is printed. */
final class SocketProgram {
    /** Where its memory begins, and how many bytes it is. */
    static final long MEMORY = 0x10_0000;

    static final int PAGES = 512;

    final Process process;
    final UserMemory memory;
    final SocketSystemCalls calls;
    final Network network;
    volatile boolean signalled;
    volatile int brokenPipes;

    private final CallTable table = new CallTable(number -> {});
    private long free = MEMORY;

    SocketProgram() {
        FileSystem root = new FileSystem(new MemoryVolume(1 << 20, () -> 1_000));
        process = new Process(() -> root, Credentials.ROOT);
        UserSpace space = new SimulatedUserSpace();
        for (int page = 0; page < PAGES; page++) {
            space.back(MEMORY + page * UserSpace.PAGE, PageAccess.READ | PageAccess.WRITE, new byte[0], 0);
        }
        memory = new UserMemory(space, (address, write) -> false);
        network = network();
        calls = new SocketSystemCalls(() -> network);
        calls.addTo(table);
    }

    private static Network network() {
        long seed = System.nanoTime();
        System.out.println("seed of the network: " + seed);
        NetworkObserver observer = new NetworkObserver() {
            @Override
            public void message(String line) {}

            @Override
            public void configured(@Nullable InterfaceConfiguration configuration) {}
        };
        Network network = new Network(
                null,
                NetworkSettings.parse("", "espresso"),
                System::nanoTime,
                new Random(seed),
                StackOptions.defaults(),
                new NetworkCounters(),
                observer);
        network.start();
        return network;
    }

    long call(int number, long... arguments) throws PosixException {
        return table.call(number, caller(arguments));
    }

    Caller caller(long... arguments) {
        return new Caller() {
            @Override
            public MemoryAreas areas() {
                throw new UnsupportedOperationException();
            }

            @Override
            public long argument(int index) {
                return index < arguments.length ? arguments[index] : 0;
            }

            @Override
            public UserMemory memory() {
                return memory;
            }

            @Override
            public Process process() {
                return process;
            }

            @Override
            public boolean isSignalled() {
                return signalled;
            }

            @Override
            public int processId() {
                return 42;
            }

            @Override
            public void brokenPipe() {
                brokenPipes++;
            }
        };
    }

    /** Fresh zeroed memory of the program. */
    long allocate(int bytes) {
        long address = free;
        free += bytes + 7 & -8;
        if (free > MEMORY + PAGES * UserSpace.PAGE) {
            throw new AssertionError("no memory is left");
        }
        return address;
    }

    /** Memory of the program that holds these bytes. */
    long put(byte... bytes) throws PosixException {
        long address = allocate(bytes.length);
        memory.write(address, bytes);
        return address;
    }

    /** Memory of the program that holds this number. */
    long putInt(int value) throws PosixException {
        return put(littleEndian(Integer.BYTES).putInt(value).array());
    }

    static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** An address of loopback. */
    static byte[] loopback(int port) {
        byte[] address = ByteBuffer.allocate(16)
                .putShort(2, (short) port)
                .putInt(4, 0x7f00_0001)
                .array();
        address[0] = 2;
        return address;
    }

    /** An address of a local socket. */
    static byte[] local(String path) {
        byte[] address = new byte[2 + path.length()];
        address[0] = 1;
        for (int i = 0; i < path.length(); i++) {
            address[2 + i] = (byte) path.charAt(i);
        }
        return address;
    }

    /** The port that a socket is bound to. */
    int port(long fd) throws PosixException {
        long address = allocate(16);
        call(51, fd, address, putInt(16));
        return ByteBuffer.wrap(memory.bytes(address, 16)).getShort(2) & 0xffff;
    }

    /** Memory that holds a message of these ranges (struct msghdr). */
    long message(byte[] name, long control, int controlLength, long... addressesAndLengths) throws PosixException {
        ByteBuffer vector = littleEndian(8 * addressesAndLengths.length);
        for (long word : addressesAndLengths) {
            vector.putLong(word);
        }
        ByteBuffer header = littleEndian(64);
        header.putLong(0, name.length == 0 ? 0 : put(name)).putInt(8, name.length);
        header.putLong(16, put(vector.array())).putLong(24, addressesAndLengths.length / 2);
        header.putLong(32, control).putLong(40, controlLength);
        return put(header.array());
    }
}
