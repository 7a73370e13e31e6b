package dev.ristretto.fleet.daemon;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ristretto.fleet.SimulatedUsage;
import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.hypervisor.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a real browser, over simulated instances. Pictures of it are in {@code target/screenshots}. */
@Timeout(180)
class ConsoleTest {

    private static final Path PICTURES = Path.of("target/screenshots");

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    Path folder;

    private SimulatedDaemon daemon;
    private BrowserContext context;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() throws Exception {
        Optional<Path> chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(chromium.isPresent(), "no Chromium here: install Debian's package chromium");
        Files.createDirectories(PICTURES);
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(chromium.get())
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        daemon = new SimulatedDaemon(folder, Daemon.Limits.USUAL, Optional.of(Listening.LOOPBACK));
        // Browsers tell how long ago something was by their own clock.
        daemon.clock.pass(Duration.between(daemon.clock.instant(), Instant.now()));
        open(new NewContextOptions().setViewportSize(1280, 860));
    }

    private void open(NewContextOptions options) {
        context = browser.newContext(options);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().matches(".*status of (401|404).*")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
        daemon.close();
        // A violated content policy and an exception of a script are both among these.
        assertThat(complaints).isEmpty();
    }

    private void signIn() {
        page.navigate(daemon.client().console().url());
    }

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

    @Test
    void aTokenSignsInAndItsRoleDecidesWhatIsOffered() throws Exception {
        daemon.create("web");
        String token = Objects.requireNonNull(
                daemon.client().createToken(new NewToken("v", "viewer", null)).token());
        page.navigate(daemon.url);
        page.getByLabel("Token").fill("rst_wrong");
        button("Sign in").click();
        assertThat(page.getByText("The token is not valid")).isVisible();
        page.getByLabel("Token").fill(token);
        button("Sign in").click();
        cell("web").click();
        assertThat(page.getByText("Running for")).isVisible();
        assertThat(button("Stop")).hasCount(0);
    }

    @Test
    void whatHappensIsSeenAtOnce() throws Exception {
        daemon.create("a", "b");
        signIn();
        assertThat(cell("a")).hasAccessibleName("a, Running");
        daemon.fleet.stop("a", Duration.ZERO);
        assertThat(cell("a")).hasAccessibleName("a, Ended");
        daemon.create("c");
        assertThat(cell("c")).isVisible();
        daemon.fleet.remove("b", true);
        assertThat(cell("b")).hasCount(0);
    }

    @Test
    void instancesAreSearchedFilteredAndGrouped() throws Exception {
        daemon.create("shop-1", "shop-2", "mail");
        daemon.fleet.stop("shop-2", Duration.ZERO);
        signIn();
        page.getByLabel("Search by name or image").first().fill("SHOP-");
        assertThat(page.getByText("2 of 3 instances")).isVisible();
        button("Ended").click();
        assertThat(page.getByText("1 of 3 instances")).isVisible();
        assertThat(cell("shop-2")).isVisible();
        button("Ended").click();
        page.getByLabel("Search by name or image").first().fill("");
        page.getByLabel("Group").selectOption("state");
        assertThat(page.locator(".map-group h2")).containsText(new String[] {"Ended1", "Running2"});
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
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("a").setExact(true)))
                .isVisible();
    }

    @Test
    void anInstanceIsStoppedStartedAndRemoved() throws Exception {
        daemon.create("web");
        signIn();
        cell("web").click();
        button("Restart").click();
        assertThat(page.getByText("Starting or stopping for")).isVisible();
        daemon.clock.pass(Duration.ofSeconds(5));
        daemon.hypervisor.settle();
        assertThat(page.getByText("web runs again")).isVisible();
        daemon.fleet.stop("web", Duration.ZERO);
        button("Start").click();
        assertThat(page.getByText("Running for")).isVisible();
        daemon.fleet.stop("web", Duration.ZERO);
        button("Remove…").click();
        button("Remove it").click();
        assertThat(page.getByText("No instances yet")).isVisible();
        assertThat(daemon.fleet.list()).isEmpty();
    }

    @Test
    void theConsoleIsLiveAndSearchedAndItsTextStaysText() throws Exception {
        daemon.create("web");
        daemon.hypervisor.print("Listening on port 8080\n<img src=x onerror=alert(1)>\nGET /one 200\nGET /two 404\n");
        signIn();
        cell("web").click();
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
        daemon.fleet.stop("web", Duration.ZERO);
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

    @Test
    void aThousandInstancesStayReadableAndFast() throws Exception {
        fill(1000);
        signIn();
        assertThat(page.locator(".cell.small")).hasCount(1000);
        assertThat(page.getByText("1,000 instances")).isVisible();
        Number millis = (Number) page.evaluate("""
                async () => {
                  const field = document.querySelector('.search');
                  const before = performance.now();
                  field.value = 'shop-1';
                  field.dispatchEvent(new Event('input'));
                  await new Promise(requestAnimationFrame);
                  return performance.now() - before;
                }""");
        assertThat(millis.doubleValue())
                .as("milliseconds to filter 1,000 instances")
                .isLessThan(1000);
    }

    @Test
    void picturesAreTakenInAllSizes() throws Exception {
        for (int count : new int[] {3, 100, 1000}) {
            fill(count - daemon.fleet.list().size());
            for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
                for (boolean phone : new boolean[] {false, true}) {
                    context.close();
                    open(new NewContextOptions()
                            .setViewportSize(phone ? 390 : 1280, phone ? 844 : 860)
                            .setColorScheme(scheme));
                    signIn();
                    assertThat(page.locator(".cell")).hasCount(count);
                    assertThat(page.locator(".chart.no-data")).hasCount(0);
                    String look = count + "-" + scheme.name().toLowerCase(Locale.ROOT) + (phone ? "-phone" : "");
                    page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve("fleet-" + look + ".png")));
                    boolean overflows = (Boolean) page.evaluate(
                            "document.documentElement.scrollWidth > document.documentElement.clientWidth");
                    assertThat(overflows).as("%s scrolls sideways", look).isFalse();
                    if (count == 3) {
                        cell("shop-1").click();
                        assertThat(page.getByRole(AriaRole.LOG)).containsText("Listening");
                        assertThat(page.locator(".chart.no-data")).hasCount(0);
                        page.screenshot(new Page.ScreenshotOptions()
                                .setFullPage(true)
                                .setPath(PICTURES.resolve("instance-" + look + ".png")));
                    }
                }
            }
        }
    }

    /** Adds instances, most of which run. */
    private void fill(int count) throws Exception {
        Random random = new Random(7);
        int first = daemon.fleet.list().size() + 1;
        for (int number = first; number < first + count; number++) {
            daemon.create("shop-" + number);
        }
        daemon.hypervisor.print("Listening on port 8080\n");
        for (int i = 0; i < count / 20; i++) {
            daemon.hypervisor.endAny(new Outcome.Exited(random.nextInt(3) == 0 ? 0 : 3));
        }
        daemon.fleet.list().stream().filter(instance -> random.nextInt(40) == 0).forEach(instance -> {
            try {
                daemon.fleet.stop(instance.name(), Duration.ZERO);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        SimulatedUsage.feed(daemon.fleet, Instant.now(), random);
    }

    private Locator cell(String name) {
        return page.locator("a.cell[data-name='" + name + "']");
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }
}
