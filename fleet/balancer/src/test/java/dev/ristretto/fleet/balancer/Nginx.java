package dev.ristretto.fleet.balancer;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Debian's nginx as a proxy for one replica, with all its files in a folder of the test's. */
final class Nginx implements AutoCloseable {

    private static final String MISSING = "no nginx here: install Debian's package nginx-light";

    final int port;
    private final Process process;

    /** Starts it and waits until it listens. */
    Nginx(Path folder, int replica) throws IOException, InterruptedException {
        port = LoopbackPorts.choose(taken -> taken == replica);
        Path configuration = folder.resolve("nginx.conf");
        Files.writeString(configuration, configuration(folder, replica));
        Path errors = folder.resolve("errors.log");
        process = new ProcessBuilder(
                        program().toString(),
                        "-p",
                        folder.toString(),
                        "-c",
                        configuration.toString(),
                        "-e",
                        errors.toString())
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        try {
            awaitListening(errors);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitListening(Path errors) throws IOException, InterruptedException {
        while (!listens()) {
            if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
                throw new IOException("nginx has ended: " + Files.readString(errors));
            }
        }
    }

    /** Skips the test where there is none, but for continuous integration, which installs it. */
    static void require() {
        boolean found = find().isPresent();
        if (Objects.equals(System.getenv("CI"), "true")) {
            Assertions.assertTrue(found, MISSING);
        }
        Assumptions.assumeTrue(found, MISSING);
    }

    private static Path program() {
        return find().orElseThrow();
    }

    private static Optional<Path> find() {
        return Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** As Debian configures it, but with HTTP/1.1 to the replica, the client's Host, and names with underscores. */
    private String configuration(Path folder, int replica) {
        return """
            daemon off;
            master_process off;
            pid %1$s/pid;
            events { worker_connections 512; }
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              underscores_in_headers on;
              client_max_body_size 100m;
              server {
                listen 127.0.0.1:%2$d;
                location / {
                  proxy_pass http://127.0.0.1:%3$d;
                  proxy_http_version 1.1;
                  proxy_set_header Host $http_host;
                  proxy_set_header Connection "";
                }
              }
            }
            """.formatted(folder, port, replica);
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
