package dev.ristretto.run.vmm.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenBacklogTest {
    private static final int CLIENTS = 100;
    private static final int PATIENCE_MILLISECONDS = 300;

    @Test
    void aBurstOfClientsIsTakenAtOnce() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> clients = new ArrayList<>();
            try {
                assertThat(connect(server, clients))
                        .as("with the backlog of one")
                        .isLessThan(CLIENTS);
                assertThat(ListenBacklog.deepen(ProcessHandle.current().pid())).isPositive();
                assertThat(connect(server, clients)).as("with a deep backlog").isEqualTo(CLIENTS);
            } finally {
                for (Socket client : clients) {
                    client.close();
                }
            }
        }
    }

    /** How many of a burst of clients are connected without being made to try again. */
    private static int connect(ServerSocket server, List<Socket> clients) throws IOException {
        for (int connected = 0; connected < CLIENTS; connected++) {
            Socket client = new Socket();
            clients.add(client);
            try {
                client.connect(server.getLocalSocketAddress(), PATIENCE_MILLISECONDS);
            } catch (SocketTimeoutException e) {
                return connected;
            }
        }
        return CLIENTS;
    }
}
