package catalogue;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathTemplate;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.VerificationException;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** A server of stubs and a client that calls it; WireMock tells it by JSON, also to itself. */
public final class Main {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public static void main(String[] arguments) throws Exception {
        var server = new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
        server.start();
        try {
            stub(server);
            call(server);
            verify(server);
            byHttp(server);
        } finally {
            server.stop();
        }
        System.exit(0);
    }

    private static void stub(WireMockServer server) {
        server.stubFor(get(urlEqualTo("/cups")).willReturn(okJson("[\"mug\"]")));
        server.stubFor(get(urlPathMatching("/cups/[a-z]+"))
                .withQueryParam("size", equalTo("3"))
                .willReturn(aResponse().withStatus(202).withHeader("X-Size", "3")));
        server.stubFor(post(urlPathEqualTo("/cups"))
                .withHeader("Content-Type", equalTo("application/json"))
                .withRequestBody(matchingJsonPath("$.size", equalTo("7")))
                .willReturn(aResponse().withStatus(201).withBody("made")));
        server.stubFor(get(urlPathTemplate("/hello/{name}"))
                .willReturn(aResponse()
                        .withTransformers("response-template")
                        .withBody("hello {{capitalize request.path.name}} {{request.query.a}}")));
        server.stubFor(get("/broken").willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE)));
        server.stubFor(get("/turns")
                .inScenario("turns")
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withBody("first"))
                .willSetStateTo("on"));
        server.stubFor(get("/turns").inScenario("turns").whenScenarioStateIs("on").willReturn(aResponse().withBody("then")));
    }

    private static void call(WireMockServer server) throws Exception {
        for (String path : new String[] {"/cups", "/cups/mug?size=3", "/hello/ada?a=b", "/turns", "/turns", "/turns"}) {
            var answer = CLIENT.send(HttpRequest.newBuilder(URI.create(server.url(path))).build(), BodyHandlers.ofString());
            System.out.println(path + " " + answer.statusCode() + " " + answer.body() + " " + answer.headers().firstValue("X-Size").orElse("-"));
        }
        for (int size : new int[] {7, 8}) {
            var request = HttpRequest.newBuilder(URI.create(server.url("/cups")))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"size\":" + size + "}"))
                    .build();
            System.out.println("posted " + CLIENT.send(request, BodyHandlers.ofString()).statusCode());
        }
        try {
            CLIENT.send(HttpRequest.newBuilder(URI.create(server.url("/broken"))).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            System.out.println("broken");
        }
    }

    private static void verify(WireMockServer server) {
        server.verify(2, postRequestedFor(urlEqualTo("/cups")));
        server.verify(1, postRequestedFor(urlEqualTo("/cups")).withRequestBody(matchingJsonPath("$.size", equalTo("8"))));
        try {
            server.verify(postRequestedFor(urlEqualTo("/pots")));
        } catch (VerificationException e) {
            System.out.println(e.getMessage().lines().findFirst().orElse(""));
        }
        System.out.println("unmatched " + server.findAllUnmatchedRequests().size());
    }

    /** The same by WireMock's client, which speaks with the server's own interface over HTTP. */
    private static void byHttp(WireMockServer server) throws Exception {
        var client = WireMock.create().host("127.0.0.1").port(server.port()).build();
        client.resetRequests();
        client.register(get("/later").willReturn(aResponse().withBody("later")));
        System.out.println(CLIENT.send(HttpRequest.newBuilder(URI.create(server.url("/later"))).build(), BodyHandlers.ofString()).body());
        var requests = client.find(WireMock.getRequestedFor(urlEqualTo("/later")));
        System.out.println(requests.getFirst().getMethod() + " " + client.allStubMappings().getMappings().size());
    }
}
