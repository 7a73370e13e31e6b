package dev.ristretto.fleet.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The daemon of this user, on its Unix socket. */
record SocketEndpoint(Path socket) implements DaemonEndpoint {

    @Override
    public Connection connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        InputStream input = Channels.newInputStream(channel);
        OutputStream output = Channels.newOutputStream(channel);
        return new Connection() {
            @Override
            public InputStream input() {
                return input;
            }

            @Override
            public OutputStream output() {
                return output;
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public String header() {
        return "Host: localhost\r\n";
    }

    @Override
    public String advice(String problem) {
        return "The daemon cannot be reached on " + socket + ": " + problem
                + "\nTry again: if it has ended, it is started anew";
    }
}
