package dev.ristretto.fleet.daemon;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.daemon.control.SimulatedUsage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard in a real browser, over simulated instances. */
@Timeout(180)
class DashboardTest extends BrowserTest {

    @Test
    void aLinkOpensTheDashboardAndNobodyElseSeesAnything() throws Exception {
        daemon.create("web");
        page.navigate(daemon.url);
        assertThat(page.getByRole(AriaRole.HEADING)).containsText("Sign in");
        assertThat(page.content()).doesNotContain("web");
        signIn();
        assertThat(cell("web")).isVisible();
        page.getByText("Sign out").click();
        assertThat(page.getByRole(AriaRole.HEADING)).containsText("Sign in");
        page.reload();
        assertThat(page.getByRole(AriaRole.HEADING)).containsText("Sign in");
    }

    /** Cookies know no ports: a service of this computer would get them, whoever wrote it. */
    @Test
    void aPageOnAnotherPortOfThisAddressGetsNothing() throws Exception {
        List<String> sent = new ArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getRequestHeaders().forEach((name, values) -> sent.add(name + ": " + values));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        try {
            signIn();
            button("Sign out").waitFor();
            assertThat(page.url()).as("the address shows no code").isEqualTo(daemon.url + "/");
            page.navigate("http://127.0.0.1:" + other.getAddress().getPort() + "/");
            assertThat(sent).isNotEmpty();
            assertThat(String.join("\n", sent))
                    .doesNotContainIgnoringCase("cookie")
                    .doesNotContainIgnoringCase("authorization")
                    .doesNotContain("rss_")
                    .doesNotContain("rsc_");
            assertThat(page.evaluate("() => sessionStorage.length + localStorage.length + document.cookie.length"))
                    .isEqualTo(0);
            page.navigate(daemon.url);
            button("Sign out").waitFor();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aTokenSignsInAndItsRoleDecidesWhatIsOffered() throws Exception {
        daemon.create("web");
        page.navigate(daemon.url);
        page.getByLabel("Token").fill("rst_wrong");
        button("Sign in").click();
        assertThat(page.getByText("The token is not valid")).isVisible();
        signInAs("viewer");
        cell("web").click();
        assertThat(page.getByText("Running for")).isVisible();
        assertThat(button("Stop")).hasCount(0);
    }

    @Test
    void whatHappensIsSeenAtOnce() throws Exception {
        daemon.create("a", "b");
        signIn();
        assertThat(cell("a")).hasAccessibleName("a, Running");
        daemon.fleet.instances().stop("a", Duration.ZERO);
        assertThat(cell("a")).hasAccessibleName("a, Ended");
        daemon.create("c");
        assertThat(cell("c")).isVisible();
        daemon.fleet.instances().remove("b", true);
        assertThat(cell("b")).hasCount(0);
    }

    @Test
    void instancesAreSearchedFilteredAndGrouped() throws Exception {
        daemon.create("shop-1", "shop-2", "mail");
        daemon.fleet.instances().stop("shop-2", Duration.ZERO);
        signIn();
        page.getByLabel("Search by name, image or label").fill("SHOP-");
        assertThat(page.getByText("2 of 3 instances")).isVisible();
        button("Ended").click();
        assertThat(page.getByText("1 of 3 instances")).isVisible();
        assertThat(cell("shop-2")).isVisible();
        button("Ended").click();
        page.getByLabel("Search by name, image or label").fill("");
        page.getByLabel("Group").selectOption("health");
        assertThat(page.locator(".map-group h2")).containsText(new String[] {"Running2", "Ended1"});
    }

    @Test
    void theMapIsWalkedByKeys() throws Exception {
        daemon.create("a", "b", "c");
        signIn();
        cell("a").focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        assertThat(cell("c")).isFocused();
        page.keyboard().press("Home");
        assertThat(cell("a")).isFocused();
        page.keyboard().press("Enter");
        assertThat(heading("a")).isVisible();
    }

    @Test
    void anInstanceIsStoppedStartedAndRemoved() throws Exception {
        daemon.create("web");
        signIn();
        cell("web").click();
        button("Restart").click();
        assertThat(page.getByText("Stopping for")).isVisible();
        daemon.clock.pass(Duration.ofSeconds(5));
        daemon.hypervisor.settle();
        assertThat(page.getByText("web runs again")).isVisible();
        daemon.fleet.instances().stop("web", Duration.ZERO);
        button("Start").click();
        assertThat(page.getByText("Running for")).isVisible();
        daemon.fleet.instances().stop("web", Duration.ZERO);
        button("Remove…").click();
        button("Remove it").click();
        assertThat(page.getByText("No instances yet")).isVisible();
        assertThat(daemon.fleet.instances().list()).isEmpty();
    }

    @Test
    void aChartGrowsWithTheProcessorsOfAnInstance() throws Exception {
        Specification two = daemon.specification().toBuilder().cpus(2).build();
        daemon.fleet.instances().create(new NewInstance("web", two));
        SimulatedUsage.feed(daemon.fleet, "web", 170, Instant.now());
        signIn();
        assertThat(cell("web")).containsText("170 %");
        cell("web").click();
        Locator chart = page.locator(".chart").first();
        assertThat(chart.locator(".chart-value")).hasText("170 %");
        assertThat(chart.locator(".chart-top")).hasText("200 %");
        assertThat(page.locator(".facts div").filter(new Locator.FilterOptions().setHasText("Processors")))
                .containsText("2");
    }

    @Test
    void theConsoleIsLiveAndSearchedAndItsTextStaysText() throws Exception {
        daemon.create("web");
        daemon.hypervisor.print("Listening on port 8080\n<img src=x onerror=alert(1)>\nGET /one 200\nGET /two 404\n");
        signIn();
        cell("web").click();
        assertThat(page.getByText("in 82 ms")).isVisible();
        assertThat(page.getByText("1000 B received, 800 B sent")).isVisible();
        Locator log = page.getByRole(AriaRole.LOG);
        assertThat(log).containsText("<img src=x");
        daemon.hypervisor.print("GET /three 200\n");
        assertThat(log).containsText("GET /three 200");
        page.getByLabel("Search in the console").fill("get /");
        assertThat(page.getByText("3 of 3")).isVisible();
        page.getByLabel("Next match").click();
        assertThat(page.getByText("1 of 3")).isVisible();
        page.getByText("only lines that match").click();
        assertThat(log).not().containsText("Listening");
    }

    @Test
    void eventsAreFilteredByKind() throws Exception {
        daemon.create("web");
        daemon.fleet.instances().stop("web", Duration.ZERO);
        signIn();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Events"))
                .click();
        assertThat(page.locator(".events li").first()).containsText("web");
        page.getByLabel("Kind of event").selectOption("created");
        assertThat(page.locator(".events li")).hasCount(1);
        daemon.create("mail");
        assertThat(page.locator(".events li")).hasCount(2);
        assertThat(page.locator(".events li").first()).containsText("mail");
    }

    @Test
    void anImageShowsWhereItsBytesAre() throws Exception {
        daemon.create("web");
        signIn();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Images"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("shop:latest"))
                .click();
        assertThat(page.locator("svg.treemap")).isVisible();
        assertThat(page.locator("svg.treemap .jdk rect").first()).isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("image.png")));
    }
}
