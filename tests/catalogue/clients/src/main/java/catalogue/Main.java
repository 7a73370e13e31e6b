package catalogue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Two clients and a server over TLS, which trust a certificate that is made here. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
        var server = new MockWebServer();
        server.useHttps(new HandshakeCertificates.Builder().heldCertificate(certificate).build().sslSocketFactory());
        server.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
        for (int i = 0; i < 2; i++) {
            server.enqueue(new MockResponse.Builder().body("answer " + i).build());
        }
        server.start();
        var trusted = new HandshakeCertificates.Builder().addTrustedCertificate(certificate.certificate()).build();
        var ok = new OkHttpClient.Builder().sslSocketFactory(trusted.sslSocketFactory(), trusted.trustManager()).build();
        try (var answer = ok.newCall(new Request.Builder().url(server.url("/a")).build()).execute()) {
            System.out.println("okhttp " + answer.protocol() + " " + answer.handshake().tlsVersion() + " " + answer.body().string());
        }
        try (var client = HttpClient.newBuilder().sslContext(trusted.sslContext()).build()) {
            var answer = client.send(HttpRequest.newBuilder(URI.create(server.url("/b").toString())).build(), BodyHandlers.ofString());
            System.out.println("jdk " + answer.version() + " " + answer.sslSession().orElseThrow().getProtocol() + " " + answer.body());
        }
        server.close();
        System.exit(0);
    }
}
