package dev.ristretto.tests.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS, client and server over the loopback, with a key made at run time. */
final class TlsChecks {
    private static final char[] PASSWORD = "not a secret".toCharArray();

    private TlsChecks() {}

    static void plan(Plan plan) {
        plan.check("handshake of version 1.3", "TLSv1.3 hello", () -> exchange("TLSv1.3"));
        plan.check("handshake of version 1.2", "TLSv1.2 hello", () -> exchange("TLSv1.2"));
        plan.holds("1 MiB comes back", () -> {
            byte[] sent = ZipChecks.sample(1 << 20);
            KeyStore store = SelfSigned.keyStore(PASSWORD);
            return Arrays.equals(sent, echo(context(store), context(store), "TLSv1.3", sent));
        });
        plan.fails("an unknown signer is refused", SSLHandshakeException.class, () -> echo(
                context(SelfSigned.keyStore(PASSWORD)),
                context(SelfSigned.keyStore(PASSWORD)),
                "TLSv1.3",
                new byte[10]));
    }

    /** Server and client credentials from one store, which trusts itself. */
    static SSLContext context(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A context of its own fresh key. */
    static SSLContext context() throws Exception {
        return context(SelfSigned.keyStore(PASSWORD));
    }

    private static String exchange(String version) throws Exception {
        KeyStore store = SelfSigned.keyStore(PASSWORD);
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        byte[] answer = echo(context(store), context(store), version, hello);
        return version + " " + new String(answer, StandardCharsets.US_ASCII);
    }

    private static byte[] echo(SSLContext serverSide, SSLContext clientSide, String version, byte[] sent)
            throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket server =
                        (SSLServerSocket) serverSide.getServerSocketFactory().createServerSocket(0, 5, loopback);
                ExecutorService executor = Executors.newCachedThreadPool()) {
            Future<?> serving = executor.submit(() -> {
                try (SSLSocket accepted = (SSLSocket) server.accept()) {
                    byte[] received = accepted.getInputStream().readNBytes(sent.length);
                    accepted.getOutputStream().write(received);
                } catch (IOException e) {
                    // The client says what went wrong.
                }
            });
            try (SSLSocket client =
                    (SSLSocket) clientSide.getSocketFactory().createSocket(loopback, server.getLocalPort())) {
                client.setEnabledProtocols(new String[] {version});
                client.startHandshake();
                if (!client.getSession().getProtocol().equals(version)) {
                    throw new IllegalStateException(
                            "spoke " + client.getSession().getProtocol());
                }
                client.getOutputStream().write(sent);
                byte[] received = client.getInputStream().readNBytes(sent.length);
                serving.get(10, TimeUnit.SECONDS);
                return received;
            }
        }
    }
}
