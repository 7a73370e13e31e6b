package dev.ristretto.kernel.posix.socket;

import dev.ristretto.kernel.network.ip.InterfaceConfiguration;
import dev.ristretto.kernel.network.ip.IpAddress;
import dev.ristretto.kernel.network.stack.StackOptions;
import dev.ristretto.kernel.network.statistics.NetworkCounters;
import dev.ristretto.kernel.posix.FileDescriptorTable;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A machine's network and descriptors in a test, with real time and a random generator whose seed is printed. */
final class Machine {
    final FileDescriptorTable table = new FileDescriptorTable(256);
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<Optional<InterfaceConfiguration>> configurations = new CopyOnWriteArrayList<>();
    final Network network;

    private Machine(@Nullable NetworkDriver driver, String commandLine, long patienceNanos) {
        long seed = System.nanoTime();
        System.out.println("seed of the machine '" + commandLine + "': " + seed);
        network = new Network(
                driver,
                NetworkSettings.parse(commandLine, "espresso"),
                System::nanoTime,
                new Random(seed),
                StackOptions.defaults(),
                new NetworkCounters(),
                observer(),
                patienceNanos);
        network.start();
    }

    private NetworkObserver observer() {
        return new NetworkObserver() {
            @Override
            public void message(String line) {
                log.add(line);
            }

            @Override
            public void configured(@Nullable InterfaceConfiguration configuration) {
                configurations.add(Optional.ofNullable(configuration));
            }
        };
    }

    /** A machine without a network device. */
    static Machine loopback() {
        return new Machine(null, "", TimeUnit.SECONDS.toNanos(10));
    }

    static Machine on(NetworkDriver driver, String commandLine, long patienceNanos) {
        return new Machine(driver, commandLine, patienceNanos);
    }

    StreamSocket stream() throws PosixException {
        StreamSocket socket = new StreamSocket(network);
        table.open(socket);
        return socket;
    }

    DatagramSocket datagram() throws PosixException {
        DatagramSocket socket = new DatagramSocket(network);
        table.open(socket);
        return socket;
    }

    StreamSocket accept(StreamSocket listener) throws PosixException {
        StreamSocket connection = listener.accept();
        if (connection == null) {
            throw new AssertionError("nothing to accept");
        }
        table.open(connection);
        return connection;
    }

    /** A socket that listens on a free port. */
    StreamSocket listener() throws PosixException {
        StreamSocket socket = stream();
        socket.bind(IpAddress.ANY, 0);
        socket.listen(16);
        return socket;
    }

    void close(OpenFile file) throws PosixException {
        table.close(descriptor(file));
    }

    int descriptor(OpenFile file) {
        for (int fd = 0; fd < table.limit(); fd++) {
            try {
                if (table.get(fd) == file) {
                    return fd;
                }
            } catch (PosixException e) {
                continue;
            }
        }
        throw new AssertionError("the file has no descriptor");
    }
}
