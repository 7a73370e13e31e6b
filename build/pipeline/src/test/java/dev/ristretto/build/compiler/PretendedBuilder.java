package dev.ristretto.build.compiler;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Speaks like the image builder that stays and compiles nothing; the name of a build's folder says what happens. */
public final class PretendedBuilder {
    /** A file beside the socket; while it is there, nobody is listened to. */
    static final String HANGS_UP = "hangs-up";

    private PretendedBuilder() {}

    /** @param arguments of a java command: an argument file, {@code --module}, the main class, its own arguments */
    public static void main(String[] arguments) throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(arguments[3]));
            System.out.println("ready");
            while (true) {
                try (SocketChannel client = server.accept()) {
                    if (!Files.exists(Path.of(arguments[3]).resolveSibling(HANGS_UP))) {
                        serve(client);
                    }
                }
            }
        }
    }

    private static void serve(SocketChannel client) throws Exception {
        BufferedReader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        Path folder = Path.of(reader.readLine());
        OutputStream out = Channels.newOutputStream(client);
        String name = folder.getFileName().toString();
        if (name.equals("busy")) {
            return;
        }
        String output = "[2/8] Performing analysis...\nprocess "
                + ProcessHandle.current().pid() + "\n" + Files.readString(folder.resolve("properties"));
        out.write(output.getBytes(StandardCharsets.UTF_8));
        switch (name) {
            case "dies" -> Runtime.getRuntime().halt(1);
            case "endless" -> {
                reader.read();
                Files.createFile(folder.resolve("hung-up"));
            }
            case "fails" -> out.write("\0001".getBytes(StandardCharsets.US_ASCII));
            default -> out.write("\0000".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
