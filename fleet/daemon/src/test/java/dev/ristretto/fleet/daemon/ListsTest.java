package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.syntax.InstanceFilter;
import dev.ristretto.fleet.client.ListEventsQuery;
import dev.ristretto.fleet.client.ListUsageQuery;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pages and filters of what can be listed. */
@Timeout(60)
class ListsTest {

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder);
        daemon.create("a", "b", "c", "d", "e");
    }

    @AfterEach
    void stop() throws Exception {
        daemon.close();
    }

    @Test
    void pagesLeadFromOneToTheNext() throws Exception {
        List<List<String>> pages = new ArrayList<>();
        String next = "/v1/instances?limit=2&search=&state=running&state=ended";
        while (!next.isEmpty()) {
            JsonNode page = daemon.json(next);
            pages.add(names(page));
            next = page.path("next").asText();
            assertThat(next)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEmpty(),
                            text -> assertThat(text).contains("limit=2", "state=running", "state=ended", "cursor="));
        }
        assertThat(pages).containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
    }

    @Test
    void aPageEndsWhereItHasBecomeLarge() throws Exception {
        // Six characters of JSON each: not quite half of a page.
        String large = "\u0001".repeat(40_000);
        for (int i = 0; i < 9; i++) {
            daemon.fleet
                    .instances()
                    .create(new NewInstance(
                            "large" + i,
                            daemon.specification().toBuilder()
                                    .environment(Map.of("A", large))
                                    .build()));
        }
        List<Integer> sizes = new ArrayList<>();
        for (String next = "/v1/instances?search=large"; !next.isEmpty(); ) {
            JsonNode page = daemon.json(next);
            sizes.add(page.path("items").size());
            page.path("items")
                    .forEach(item -> assertThat(
                                    item.at("/specification/environment/A").asText())
                            .isEqualTo(large));
            next = page.path("next").asText();
        }
        assertThat(sizes).containsExactly(3, 3, 3);
        assertThat(daemon.client().instances()).hasSize(14);
    }

    @Test
    void everyListHasPages() throws Exception {
        daemon.createService("s", 0);
        daemon.createService("t", 0);
        JsonNode first = daemon.json("/v1/services?limit=1");
        assertThat(names(first)).containsExactly("s");
        JsonNode second = daemon.json(first.path("next").asText());
        assertThat(names(second)).containsExactly("t");
        assertThat(second.has("next")).isFalse();
        SimulatedImages.put(daemon.images(), "another");
        first = daemon.json("/v1/images?limit=1");
        second = daemon.json(first.path("next").asText());
        assertThat(List.of(
                        first.at("/items/0/digest").asText(),
                        second.at("/items/0/digest").asText()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(second.has("next")).isFalse();
        assertThat(daemon.json("/v1/samples/latest?limit=1").path("items")).isEmpty();
        assertThat(daemon.json("/v1/usage?limit=1").path("items")).isEmpty();
        assertThat(daemon.get("/v1/usage?name=a&name=nobody").status()).isEqualTo(404);
    }

    @Test
    void whatComesAndGoesBetweenPagesHidesNothingElse() throws Exception {
        JsonNode first = daemon.json("/v1/instances?limit=2");
        daemon.fleet.instances().remove("b", true);
        daemon.create("aa");
        assertThat(names(daemon.json(first.path("next").asText()))).containsExactly("c", "d");
    }

    @Test
    void aPageThatEndsTheListHasNoNext() throws Exception {
        assertThat(daemon.json("/v1/instances?limit=5").has("next")).isFalse();
        assertThat(daemon.json("/v1/instances?limit=4").has("next")).isTrue();
        assertThat(daemon.get("/v1/instances?limit=0").status()).isEqualTo(400);
        assertThat(daemon.get("/v1/instances?limit=1001").body()).contains("limit must be from 1 to 1000, not 1001");
    }

    @Test
    void instancesAreFilteredByStateImageAndName() throws Exception {
        daemon.fleet.instances().stop("b", Duration.ZERO);
        assertThat(names(daemon.json("/v1/instances?state=ended"))).containsExactly("b");
        assertThat(names(daemon.json("/v1/instances?state=running&search=C"))).containsExactly("c");
        assertThat(names(daemon.json("/v1/instances?image=shop:latest"))).hasSize(5);
        assertThat(names(daemon.json("/v1/instances?image=" + daemon.image.digest())))
                .hasSize(5);
        assertThat(names(daemon.json("/v1/instances?image=shop&name=b&name=d"))).containsExactly("b", "d");
        assertThat(names(daemon.json("/v1/instances?health=none&state=ended"))).containsExactly("b");
        assertThat(names(daemon.json("/v1/instances?image=sho"))).isEmpty();
        assertThat(daemon.get("/v1/instances?health=ill").body())
                .contains("health must be none or starting or healthy or unhealthy, not 'ill'");
        assertThat(daemon.get("/v1/instances?colour=red").body())
                .contains("There is no parameter colour here; there is: label, name, state, health, image, search");
        assertThat(daemon.get("/v1/instances?state=dead").body())
                .contains("state must be waiting or starting or running or stopping or ended, not 'dead'");
    }

    @Test
    void instancesAreFilteredByLabels() throws Exception {
        daemon.create("f", Map.of("tier", "back", "new", ""));
        daemon.create("g", Map.of("tier", "front"));
        assertThat(names(daemon.json("/v1/instances?label=tier"))).containsExactly("f", "g");
        assertThat(names(daemon.json("/v1/instances?label=tier%3Dback&label=new&state=running")))
                .containsExactly("f");
        assertThat(names(daemon.json("/v1/instances?label=tier%3D"))).isEmpty();
        assertThat(daemon.get("/v1/instances?label=%3Dback").body()).contains("'=back' is no label");
        assertThat(daemon.client().instances(InstanceFilter.parse(List.of("label=tier=front", "search=shop"))))
                .map(InstanceView::name)
                .containsExactly("g");
        // Simulated processes use nothing.
        assertThat(daemon.client()
                        .listUsage(new ListUsageQuery().name("a").name("g").label("tier")))
                .isEmpty();
        assertThat(daemon.get("/v1/usage?label=").body()).contains("'' is no label");
    }

    @Test
    void eventsAreFilteredAndReadFromBothEnds() throws Exception {
        JsonNode newest = daemon.json("/v1/events?order=descending&limit=2&kind=started");
        assertThat(names(newest)).containsExactly("e", "d");
        assertThat(names(daemon.json(newest.path("next").asText()))).containsExactly("c", "b");
        assertThat(names(daemon.json("/v1/events?name=b"))).containsOnly("b");
        long now = daemon.clock.instant().toEpochMilli();
        assertThat(names(daemon.json("/v1/events?since=" + (now + 1)))).isEmpty();
        assertThat(daemon.get("/v1/events?cursor=x").body()).contains("cursor must be a number, not 'x'");
        assertThat(daemon.get("/v1/events?order=descending&follow=true").status())
                .isEqualTo(400);
    }

    @Test
    void theClientReadsAllPages() throws Exception {
        for (int i = 0; i < 200; i++) {
            // Cheaper than a thousand instances, and pages are pages.
            daemon.fleet.instances().stop("a", Duration.ZERO);
            daemon.fleet.instances().start("a");
        }
        List<Event> all = daemon.client().listEvents(new ListEventsQuery()).toList();
        assertThat(all).hasSizeGreaterThan(1000);
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).sequence()).isEqualTo(i + 1);
        }
        assertThat(daemon.client().instances()).map(InstanceView::name).containsExactly("a", "b", "c", "d", "e");
    }

    private static List<String> names(JsonNode page) {
        return page.path("items").findValuesAsText("name");
    }
}
