package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.AuditEntry;
import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.api.TokenView;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.client.ListAuditQuery;
import dev.ristretto.fleet.daemon.SocketRequests.Raw;
import dev.ristretto.fleet.daemon.http.Listening;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The API over TCP: tokens, roles, sessions of browsers, TLS, the audit log. */
@Timeout(60)
class RemoteAccessTest {

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private FleetClient user;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(
                folder, SimulatedDaemon.limits(10, Duration.ofMinutes(1)), Optional.of(Listening.LOOPBACK));
        user = daemon.client();
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void whoeverShowsNoValidTokenLearnsNothing() throws Exception {
        String valid = token("v", "viewer", 60L);
        assertThat(send("GET", "/v1/status", "").status()).isEqualTo(401);
        assertThat(send("GET", "/v1/status", "").header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(send("GET", "/v1/nothing", "").status()).isEqualTo(401);
        assertThat(send("GET", "/v1/status", bearer(valid.substring(0, valid.length() - 1)))
                        .status())
                .isEqualTo(401);
        assertThat(send("GET", "/v1/status", "Authorization: Basic dXNlcjp1c2Vy\r\n")
                        .status())
                .isEqualTo(401);
        assertThat(send("GET", "/v1/status", bearer(valid)).status()).isEqualTo(200);
        daemon.clock.pass(Duration.ofSeconds(61));
        assertThat(send("GET", "/v1/status", bearer(valid)).status()).isEqualTo(401);
        String removed = token("r", "admin", null);
        assertThat(send("GET", "/v1/status", bearer(removed)).status()).isEqualTo(200);
        user.removeToken("r");
        assertThat(send("GET", "/v1/status", bearer(removed)).status()).isEqualTo(401);
    }

    @Test
    void aRoleAllowsWhatItSays() throws Exception {
        daemon.create("web");
        FleetClient viewer = client(token("v", "viewer", null));
        FleetClient operator = client(token("o", "operator", null));
        FleetClient admin = client(token("a", "admin", null));
        assertThat(viewer.instances()).hasSize(1);
        assertThatThrownBy(() -> viewer.stopInstance("web", 0L))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED))
                .hasMessage("v has the role viewer; this takes the role operator");
        assertThat(operator.stopInstance("web", 0L).state()).isEqualTo(InstanceState.ENDED);
        assertThatThrownBy(operator::listTokens).hasMessageContaining("takes the role admin");
        assertThatThrownBy(operator::createConsoleLink).hasMessageContaining("takes the role admin");
        assertThatThrownBy(() -> operator.listAudit(new ListAuditQuery()).limit(1))
                .hasMessageContaining("takes the role admin");
        assertThat(admin.listTokens()).map(TokenView::name).containsExactly("a", "o", "v");
        assertThat(admin.listTokens()).map(TokenView::token).containsOnlyNulls();
    }

    @Test
    void onlyAHashOfATokenIsKept() throws Exception {
        String secret = token("v", "viewer", null);
        assertThat(secret).matches("rst_[A-Za-z0-9_-]{43}");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(secret.substring(4));
            }
        }
        assertThatThrownBy(() -> token("v", "viewer", null)).hasMessageStartingWith("There is a token v already");
        assertThatThrownBy(() -> token("user", "admin", null)).hasMessageContaining("choose another name");
        assertThatThrownBy(() -> token("x", "root", null)).hasMessageContaining("'root' is no role");
    }

    @Test
    void theAuditLogSaysWhoHasChangedWhatAndWhoWasRefused() throws Exception {
        FleetClient viewer = client(token("v", "viewer", null));
        FleetClient operator = client(token("o", "operator", null));
        assertThat(viewer.instances()).isEmpty();
        assertThatThrownBy(() -> viewer.startInstance("web")).isInstanceOf(FleetException.class);
        assertThatThrownBy(() -> operator.startInstance("web")).isInstanceOf(FleetException.class);
        SocketRequests.send(daemon.socket, "POST", "/v1/instances", "", daemon.wish("web"));
        send("GET", "/v1/status", "");
        assertThat(user.listAudit(new ListAuditQuery()).limit(5))
                .map(entry -> entry.caller() + " " + entry.status() + " " + entry.action() + ": " + entry.detail())
                .containsExactly(
                        "- 401 GET /v1/status: This takes a token: Authorization: Bearer TOKEN (ristretto token create),"
                                + " or: ristretto console",
                        "user 201 POST /v1/instances: web",
                        "o 404 POST /v1/instances/web/start: No instance is called web. There are none.",
                        "v 403 POST /v1/instances/web/start: v has the role viewer; this takes the role operator",
                        "user 201 POST /v1/tokens: o operator");
        assertThat(user.listAudit(new ListAuditQuery()).limit(2))
                .map(AuditEntry::sequence)
                .containsExactly(6L, 5L);
    }

    @Test
    void thereAreOnlySoManyTokens() {
        for (int i = 0; i < 200; i++) {
            token("t" + i, "viewer", null);
        }
        assertThatThrownBy(() -> token("more", "viewer", null)).hasMessageStartingWith("There are 200 tokens already");
    }

    /** A stranger chooses the path, and an admin reads it in a terminal. */
    @Test
    void theAuditLogHasNoCharactersThatChangeATerminal() throws Exception {
        assertThat(send("GET", "/v1/%c2%9b2J%e2%80%ae", "").status()).isEqualTo(401);
        assertThat(user.listAudit(new ListAuditQuery()).limit(1))
                .map(AuditEntry::action)
                .containsExactly("GET /v1/?2J?");
    }

    @Test
    void nonsenseWithoutEndDoesNotFillTheAuditLog() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(send("GET", "/v1/status", "").status()).isEqualTo(401);
        }
        assertThat(user.listAudit(new ListAuditQuery()).limit(1000)).hasSize(60);
    }

    @Test
    void aForeignNameThatLeadsHereIsRefused() throws Exception {
        String token = token("v", "viewer", null);
        String foreign =
                "GET /v1/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n" + bearer(token) + "\r\n";
        assertThat(send(foreign).status()).isEqualTo(421);
        assertThat(send(foreign.replace("/v1/status", "/")).status()).isEqualTo(421);
        assertThat(send(foreign.replace("evil.example", "localhost:1")).status())
                .isEqualTo(200);
    }

    @Test
    void aLinkBeginsOneSessionAndItsCodeIsGoodForNothingElse() throws Exception {
        URI link = URI.create(user.createConsoleLink().url());
        assertThat(link.getQuery()).as("what servers and their logs get to see").isNull();
        String code = bearer(code(link));
        assertThat(send("GET", "/v1/status", code).status()).isEqualTo(401);
        assertThat(send("GET", "/v1/session", code).status()).isEqualTo(401);
        Raw first = send("POST", "/v1/session", code);
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.head()).doesNotContainIgnoringCase("Set-Cookie");
        assertThat(first.header("Cache-Control")).isEqualTo("no-store");
        assertThat(send("GET", "/v1/status", bearer(secret(first))).status()).isEqualTo(200);
        assertThat(send("POST", "/v1/session", code).status()).isEqualTo(401);
        String late = bearer(code(URI.create(user.createConsoleLink().url())));
        daemon.clock.pass(Duration.ofSeconds(61));
        assertThat(send("POST", "/v1/session", late).status()).isEqualTo(401);
    }

    /** Browsers add cookies to requests of any page, also of one on another port of this address. */
    @Test
    void nothingThatABrowserSendsByItselfLetsAnybodyIn() throws Exception {
        String secret = secret(send("POST", "/v1/session", bearer(token("a", "admin", null))));
        assertThat(send("GET", "/v1/status", "Cookie: ristretto=" + secret + "\r\n")
                        .status())
                .isEqualTo(401);
        Raw preflight = send(
                "OPTIONS",
                "/v1/status",
                "Origin: http://127.0.0.1:1\r\nAccess-Control-Request-Headers: authorization\r\n");
        assertThat(preflight.status()).isGreaterThanOrEqualTo(400);
        assertThat(preflight.head()).doesNotContainIgnoringCase("Access-Control-Allow");
    }

    @Test
    void aSessionEndsByItselfByLogoutAndWithItsToken() throws Exception {
        String first = session();
        assertThat(send("GET", "/v1/status", first).status()).isEqualTo(200);
        daemon.clock.pass(Duration.ofHours(12));
        assertThat(send("GET", "/v1/status", first).status()).isEqualTo(401);

        String second = session();
        assertThat(send("DELETE", "/v1/session", second).status()).isEqualTo(204);
        assertThat(send("GET", "/v1/status", second).status()).isEqualTo(401);

        String third = bearer(secret(send("POST", "/v1/session", bearer(token("v", "viewer", null)))));
        assertThat(send("GET", "/v1/status", third).status()).isEqualTo(200);
        user.removeToken("v");
        assertThat(send("GET", "/v1/status", third).status()).isEqualTo(401);

        String fourth = bearer(secret(send("POST", "/v1/session", bearer(token("w", "viewer", 60L)))));
        assertThat(send("GET", "/v1/status", fourth).status()).isEqualTo(200);
        daemon.clock.pass(Duration.ofSeconds(61));
        assertThat(send("GET", "/v1/status", fourth).status()).isEqualTo(401);
    }

    /** However many links and sessions it goes through, all of them end with the token that was shown first. */
    @Test
    void whatATokenBeganEndsWithItAndATokenOfItsNameInheritsNothing() throws Exception {
        String shown = bearer(token("a", "admin", 300L));
        String direct = bearer(secret(send("POST", "/v1/session", shown)));
        String linked = bearer(secret(send("POST", "/v1/session", bearer(code(link(shown))))));
        String further = bearer(secret(send("POST", "/v1/session", bearer(code(link(linked))))));
        String unused = bearer(code(link(further)));
        for (String session : List.of(direct, linked, further)) {
            assertThat(send("GET", "/v1/tokens", session).status()).isEqualTo(200);
        }
        user.removeToken("a");
        String successor = bearer(token("a", "viewer", null));
        for (String session : List.of(direct, linked, further)) {
            assertThat(send("GET", "/v1/tokens", session).status()).isEqualTo(401);
        }
        assertThat(send("POST", "/v1/session", unused).status()).isEqualTo(401);
        assertThat(send("GET", "/v1/status", successor).status()).isEqualTo(200);

        String longer = bearer(token("b", "admin", 300L));
        String last = bearer(secret(send("POST", "/v1/session", bearer(code(link(longer))))));
        daemon.clock.pass(Duration.ofSeconds(301));
        assertThat(send("GET", "/v1/tokens", last).status()).isEqualTo(401);
    }

    /** A session may not make itself last longer by a link. */
    @Test
    void aSessionOfTheUserEndsAfterTwelveHoursWithAllThatItBegan() throws Exception {
        String first = session();
        daemon.clock.pass(Duration.ofHours(11));
        String second = bearer(secret(send("POST", "/v1/session", bearer(code(link(first))))));
        assertThat(send("GET", "/v1/status", second).status()).isEqualTo(200);
        daemon.clock.pass(Duration.ofHours(1));
        assertThat(send("GET", "/v1/status", second).status()).isEqualTo(401);
    }

    @Test
    void whoBeginsSessionsWithoutEndEndsTheirOwn() throws Exception {
        String other = session();
        String token = bearer(token("v", "viewer", null));
        String first = bearer(secret(send("POST", "/v1/session", token)));
        for (int i = 0; i < 60; i++) {
            assertThat(send("POST", "/v1/session", token).status()).isEqualTo(201);
        }
        assertThat(send("GET", "/v1/status", first).status()).isEqualTo(401);
        assertThat(send("GET", "/v1/status", other).status()).isEqualTo(200);
    }

    /** Neither may read what was answered to the other. */
    @Test
    void aKeyOfOneTokenIsNotThatOfItsSuccessor() throws Exception {
        String wish = daemon.wish("web");
        String header =
                "Content-Type: application/json\r\nIdempotency-Key: k\r\nContent-Length: " + wish.length() + "\r\n";
        String request = "POST /v1/instances HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header;
        assertThat(send(request + bearer(token("o", "operator", null)) + "\r\n" + wish)
                        .status())
                .isEqualTo(201);
        user.removeToken("o");
        Raw again = send(request + bearer(token("o", "operator", null)) + "\r\n" + wish);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void filesOutsideOfTheDashboardAreNotServed() throws Exception {
        for (String path : new String[] {
            "/assets/../DaemonMain.class",
            "/assets/%2e%2e%2fDaemonMain.class",
            "/assets/..%2F..%2Fdatabase%2Fschema-1.sql",
            "/assets/.",
            "/assets/",
            "/assets/x.js/../../..",
            "/assets/DaemonMain.class"
        }) {
            assertThat(send("GET", path, "").status()).as(path).isBetween(400, 499);
        }
    }

    @Test
    void whatOthersCanReachTakesTls() throws Exception {
        assertThatThrownBy(() -> new Listening(InetAddress.getByName("0.0.0.0"), 0, Optional.empty()))
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("so it takes TLS");
        assertThatThrownBy(() -> Listening.parse("somewhere", Optional.empty()))
                .hasMessageContaining("is not ADDRESS:PORT");
        Listening.Tls tls = certificate();
        String url = daemon.listen(new Listening(InetAddress.getByName("127.0.0.1"), 0, Optional.of(tls)));
        String token = token("v", "viewer", null);
        URI named = URI.create(url.replace("127.0.0.1", "localhost"));
        String pem = Files.readString(tls.certificate());
        assertThat(new FleetClient(named, token, Optional.of(pem)).getStatus().version())
                .isEqualTo("test");
        assertThatThrownBy(() -> new FleetClient(named, token, Optional.empty()).getStatus())
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> new FleetClient(URI.create(url), token, Optional.of(pem)).getStatus())
                .as("a certificate for another name")
                .hasMessageContaining("cannot be reached");
        assertThatThrownBy(() -> daemon.listen(new Listening(
                        InetAddress.getByName("127.0.0.1"), 0, Optional.of(new Listening.Tls(tls.key(), tls.key())))))
                .hasMessageContaining("cannot be used");
    }

    /** A certificate for localhost, signed by itself. */
    private Listening.Tls certificate() throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        Path certificate = pem("CERTIFICATE", keys.getCertificate("a").getEncoded());
        return new Listening.Tls(
                certificate,
                pem("PRIVATE KEY", keys.getKey("a", "secret".toCharArray()).getEncoded()));
    }

    private Path pem(String label, byte[] content) throws IOException {
        return Files.writeString(
                folder.resolve(label.replace(' ', '-') + ".pem"),
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END "
                        + label + "-----\n");
    }

    private String token(String name, String role, @Nullable Long seconds) {
        return Objects.requireNonNull(
                user.createToken(new NewToken(name, role, seconds)).token());
    }

    private FleetClient client(String token) {
        return new FleetClient(URI.create(daemon.url), token, Optional.empty());
    }

    private String session() throws IOException {
        String code = code(URI.create(user.createConsoleLink().url()));
        return bearer(secret(send("POST", "/v1/session", bearer(code))));
    }

    /** A link that somebody asks for over the network. */
    private URI link(String credential) throws IOException {
        Raw answer = send("POST", "/v1/console", credential);
        assertThat(answer.status()).isEqualTo(201);
        return URI.create(answer.body().replaceAll("(?s).*\"url\":\"([^\"]+)\".*", "$1"));
    }

    private static String code(URI link) {
        assertThat(link.getFragment()).startsWith("code=");
        return link.getFragment().substring("code=".length());
    }

    private static String secret(Raw answer) {
        return answer.body().replaceAll("(?s).*\"secret\":\"([^\"]+)\".*", "$1");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private Raw send(String method, String path, String header) throws IOException {
        return send(method + " " + path + " HTTP/1.1\r\nHost: "
                + URI.create(daemon.url).getAuthority() + "\r\nConnection: close\r\n" + header
                + (method.equals("GET") ? "" : "Content-Length: 0\r\n") + "\r\n");
    }

    private Raw send(String request) throws IOException {
        URI url = URI.create(daemon.url);
        try (Socket socket = new Socket(url.getHost(), url.getPort());
                InputStream input = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Raw(answer.substring(0, end), answer.substring(end + 4));
        }
    }
}
