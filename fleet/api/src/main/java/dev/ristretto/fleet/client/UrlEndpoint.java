package dev.ristretto.fleet.client;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** The daemon of another computer, or of another user of this one. */
final class UrlEndpoint implements DaemonEndpoint {

    private static final int CONNECT_MILLIS = 10_000;

    private final URI url;
    private final String token;
    private final Optional<SSLSocketFactory> tls;

    /**
     * A daemon by its URL.
     *
     * @param certificate what it must show, or who must have signed that, in PEM; without it, what this Java trusts
     * @throws FleetException if it is neither of these
     */
    UrlEndpoint(URI url, String token, Optional<String> certificate) {
        this.url = url;
        this.token = token;
        this.tls = url.getScheme().equals("https") ? Optional.of(factory(certificate)) : Optional.empty();
    }

    private static SSLSocketFactory factory(Optional<String> certificate) {
        try {
            if (certificate.isEmpty()) {
                return SSLContext.getDefault().getSocketFactory();
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(certificate.get().getBytes(StandardCharsets.US_ASCII)))) {
                trusted.setCertificateEntry("trusted-" + number++, one);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new FleetException(Kind.INVALID, "The certificate cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public Connection connect() throws IOException {
        boolean secure = tls.isPresent();
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            Socket socket = secure ? encrypt(plain, host, port) : plain;
            return new Connection() {
                @Override
                public InputStream input() throws IOException {
                    return socket.getInputStream();
                }

                @Override
                public OutputStream output() throws IOException {
                    return socket.getOutputStream();
                }

                @Override
                public void close() throws IOException {
                    socket.close();
                }
            };
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private SSLSocket encrypt(Socket plain, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) tls.orElseThrow().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        // The certificate must be for the name that the user has given (RFC 9110 section 4.3.4).
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Override
    public String header() {
        return "Host: " + url.getAuthority() + "\r\nAuthorization: Bearer " + token + "\r\n";
    }

    @Override
    public String advice(String problem) {
        return "The daemon cannot be reached at " + url + ": " + problem
                + "\nDoes it listen there? ristretto context ls shows where commands go";
    }
}
