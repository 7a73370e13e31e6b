package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.balancer.RecordingReplica.Received;
import dev.ristretto.fleet.balancer.WireClient.Answer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same requests through the balancer and through nginx, to the same replica: what the client is told and what the
 * replica gets are the same, but for what is meant to differ.
 */
@Timeout(300)
class NginxComparisonTest {

    private static final int REQUESTS = 1200;
    private static final int ODD_ANSWERS = 8;

    private final TestServices services = new TestServices(TestServices.PLENTY);

    @TempDir
    Path folder;

    private RecordingReplica replica;
    private Nginx nginx;
    private int balancer;

    /** What came of a request: -1 for a client that has waited in vain, 0 for a connection that was just ended. */
    private record Outcome(int status, List<Received> received) {

        int kind() {
            return status <= 0 ? status : status / 100;
        }
    }

    @BeforeAll
    static void require() {
        Nginx.require();
    }

    @BeforeEach
    void open() throws Exception {
        replica = new RecordingReplica();
        nginx = new Nginx(folder, replica.port());
        balancer = services.http("web", replica.target());
    }

    @AfterEach
    void close() throws Exception {
        services.close();
        nginx.close();
        replica.close();
    }

    @Test
    void oddRequestsAreTreatedAlike() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            compare(GeneratedRequest.of(i, random, "/"), "", differences);
        }
        differences.forEach(System.out::println);
        assertThat(differences).as("seed " + seed).isEmpty();
    }

    @Test
    void oddAnswersAreTreatedAlike() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, byte[]> odd : OddAnswers.all().entrySet()) {
            replica.prepare(odd.getKey(), odd.getValue());
            for (int i = 0; i < ODD_ANSWERS; i++) {
                compare(GeneratedRequest.usual(random, "/" + odd.getKey()), odd.getKey(), differences);
            }
        }
        differences.forEach(System.out::println);
        assertThat(differences).as("seed " + seed).isEmpty();
    }

    @Test
    void whatNginxTakesForSomethingElseIsUnderstood() throws Exception {
        for (Map.Entry<String, Integer> odd : OddAnswers.beyondNginx().entrySet()) {
            replica.prepare(odd.getKey(), OddAnswers.beyondNginx(odd.getKey()));
            for (String method : List.of("GET", "HEAD", "POST")) {
                String request = method + " /" + odd.getKey() + " HTTP/1.1\r\nHost: a\r\n\r\n";
                assertThat(WireClient.ask(balancer, request).status())
                        .as(request)
                        .isEqualTo(odd.getValue());
            }
        }
    }

    private void compare(GeneratedRequest request, String answer, List<String> differences) throws IOException {
        Outcome theirs = outcome(nginx.port, request);
        Outcome ours = outcome(balancer, request);
        if (ours.status() < 0) {
            differences.add("waited in vain " + answer + ": " + request);
        } else if (MeantDifference.of(request, answer, theirs.status(), ours.status())
                .isPresent()) {
            return;
        } else if (ours.kind() != theirs.kind()) {
            differences.add(theirs.status() + " became " + ours.status() + " " + answer + ": " + request);
        } else if (!normal(theirs.received(), false).equals(normal(ours.received(), true))) {
            differences.add("replica got " + normal(ours.received(), true) + " instead of "
                    + normal(theirs.received(), false) + " " + answer + ": " + request);
        }
    }

    private Outcome outcome(int port, GeneratedRequest request) throws IOException {
        int status;
        try {
            Answer answer = WireClient.ask(port, request.text());
            status = answer.status();
        } catch (SocketTimeoutException e) {
            status = -1;
        }
        return new Outcome(status, replica.take());
    }

    /** What must be the same of what a replica got. */
    private static List<Object> normal(List<Received> received, boolean ours) {
        return received.stream()
                .<Object>map(each -> {
                    Map<String, Set<String>> headers = new TreeMap<>();
                    for (Map.Entry<String, String> header : each.headers()) {
                        if (!MeantDifference.OF_HEADERS.contains(header.getKey())) {
                            headers.computeIfAbsent(header.getKey(), name -> new TreeSet<>())
                                    .add(header.getValue());
                        }
                    }
                    return List.of(each.method(), each.target(), headers, each.body());
                })
                .toList();
    }
}
