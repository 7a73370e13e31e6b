package differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.CertPathValidator;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Stores of keys, certificates, and TLS with them. */
final class KeyStoreProbes {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private KeyStoreProbes() {}

    static void run(Probes p) throws Exception {
        CertificateMaker maker = new CertificateMaker("CN=localhost, O=Probe");
        X509Certificate certificate = maker.certificate();
        stores(p, maker, certificate);
        certificates(p, certificate);
        tls(p, maker, certificate);
    }

    private static KeyStore store(String type, PrivateKey key, Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(type);
        store.load(null, PASSWORD);
        store.setKeyEntry("server", key, PASSWORD, new Certificate[] {certificate});
        store.setCertificateEntry("trusted", certificate);
        return store;
    }

    private static void stores(Probes p, CertificateMaker maker, X509Certificate certificate) {
        for (String type : List.of("PKCS12", "JKS", "JCEKS", "DKS")) {
            p.of("store " + type, () -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                store(type, maker.key(), certificate).store(out, PASSWORD);
                KeyStore read = KeyStore.getInstance(type);
                read.load(new ByteArrayInputStream(out.toByteArray()), PASSWORD);
                return read.size() + " " + Collections.list(read.aliases()).stream().sorted().toList() + " " + read.getKey("server", PASSWORD).equals(maker.key()) + " " + read.isCertificateEntry("trusted") + read.getCertificateAlias(certificate).length();
            });
            p.of("store wrong password " + type, () -> {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                store(type, maker.key(), certificate).store(out, PASSWORD);
                KeyStore.getInstance(type).load(new ByteArrayInputStream(out.toByteArray()), "wrong".toCharArray());
                return "";
            });
        }
        p.of("secret", () -> {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setEntry("s", new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")), new KeyStore.PasswordProtection(PASSWORD));
            return store.getKey("s", PASSWORD).getEncoded();
        });
        p.of("not loaded", () -> KeyStore.getInstance("PKCS12").size());
        p.of("garbage", () -> {
            KeyStore.getInstance("PKCS12").load(new ByteArrayInputStream(new byte[] {1, 2, 3}), PASSWORD);
            return "";
        });
        p.of("default type", KeyStore::getDefaultType);
        p.of("trust", () -> {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers().length > 50;
        });
    }

    private static void certificates(Probes p, X509Certificate certificate) {
        p.of("subject", () -> certificate.getSubjectX500Principal() + " " + certificate.getVersion() + " " + certificate.getSigAlgName() + " " + certificate.getBasicConstraints());
        p.of("alternative names", certificate::getSubjectAlternativeNames);
        p.of("verified", () -> {
            certificate.verify(certificate.getPublicKey());
            certificate.checkValidity(CertificateMaker.NOW);
            return certificate.getNotAfter().after(certificate.getNotBefore());
        });
        p.does("expired", () -> certificate.checkValidity(new Date(0)));
        p.of("encoded", () -> {
            String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded()) + "\n-----END CERTIFICATE-----\n";
            return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))).contains(certificate);
        });
        p.of("no certificate", () -> CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream("no".getBytes(StandardCharsets.US_ASCII))));
        p.of("path", () -> {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(certificate, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(CertificateMaker.NOW);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(List.of(certificate)), parameters).getClass().getSimpleName();
        });
        p.of("principal", () -> new javax.security.auth.x500.X500Principal("CN=A\\, b, OU=\"x y\", C=DE").getName("RFC1779"));
        p.of("principal wrong", () -> new javax.security.auth.x500.X500Principal("nonsense"));
    }

    private static SSLContext context(CertificateMaker maker, X509Certificate certificate, boolean trusting, String protocol) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store("PKCS12", maker.key(), certificate), PASSWORD);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("it", trusting ? certificate : new CertificateMaker("CN=other").certificate());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static Object shake(SSLContext server, SSLContext client, String host) throws Exception {
        try (SSLServerSocket listening = (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.startVirtualThread(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.getOutputStream().write(socket.getInputStream().read() + 1);
                } catch (java.io.IOException e) {
                    return;
                }
            });
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                if (host != null) {
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    parameters.setServerNames(List.of(new javax.net.ssl.SNIHostName(host)));
                }
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                socket.getOutputStream().write(7);
                int answer = socket.getInputStream().read();
                answering.join();
                return answer + " " + socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite() + " " + socket.getSession().getPeerPrincipal();
            }
        }
    }

    private static void tls(Probes p, CertificateMaker maker, X509Certificate certificate) {
        for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            p.of("tls " + protocol, () -> shake(context(maker, certificate, true, "TLS"), context(maker, certificate, true, protocol), null));
        }
        p.of("tls untrusted", () -> shake(context(maker, certificate, true, "TLS"), context(maker, certificate, false, "TLS"), null));
        p.of("tls host", () -> shake(context(maker, certificate, true, "TLS"), context(maker, certificate, true, "TLS"), "localhost"));
        p.of("tls wrong host", () -> shake(context(maker, certificate, true, "TLS"), context(maker, certificate, true, "TLS"), "other.example"));
        p.of("tls old", () -> SSLContext.getInstance("TLSv1").createSSLEngine().getSupportedProtocols());
        p.of("tls protocols", () -> SSLContext.getDefault().getSupportedSSLParameters().getProtocols());
        p.of("tls suites", () -> SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
        p.of("tls engine", () -> SSLContext.getDefault().createSSLEngine().getHandshakeStatus());
        p.of("tls no suite", () -> {
            SSLContext.getDefault().createSSLEngine().setEnabledCipherSuites(new String[] {"NONE"});
            return "";
        });
    }
}
