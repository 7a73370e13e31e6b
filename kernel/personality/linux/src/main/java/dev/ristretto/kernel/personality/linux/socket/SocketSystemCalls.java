package dev.ristretto.kernel.personality.linux.socket;

import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.local.LocalAddresses;
import dev.ristretto.kernel.posix.socket.Network;
import java.util.function.Supplier;

/** The system calls on sockets of one machine: IPv4, local ones, and netlink as far as interfaces are asked for. */
public final class SocketSystemCalls {
    private final Supplier<Network> network;
    private final LocalAddresses addresses = new LocalAddresses();
    private final SocketControls controls;

    /**
     * The calls for programs of a machine.
     *
     * @param network its network, which the first socket of IPv4 asks for
     */
    public SocketSystemCalls(Supplier<Network> network) {
        this.network = network;
        controls = new SocketControls(network);
    }

    /** Has a table answer them. */
    public void addTo(CallTable table) {
        Destinations destinations = new Destinations(addresses);
        new SocketOpening(network, addresses).addTo(table);
        new SocketNameCalls().addTo(table);
        new ConnectionCalls(addresses).addTo(table);
        new TransferCalls(destinations).addTo(table);
        new MessageCalls(destinations).addTo(table);
        new OptionCalls().addTo(table);
    }

    /**
     * Answers the commands of ioctl(2) that sockets know: FIONREAD, and those that ask for interfaces.
     *
     * @param file what the descriptor stands for
     * @param argument the third argument, an address
     * @throws PosixException ENOTTY if the file is no socket or does not know the command, or why it fails
     */
    public long control(Caller caller, OpenFile file, int command, long argument) throws PosixException {
        return controls.control(caller, file, command, argument);
    }
}
