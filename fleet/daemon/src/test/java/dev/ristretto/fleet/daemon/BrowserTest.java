package dev.ristretto.fleet.daemon;

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
import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.daemon.http.Listening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A browser that looks at a daemon with simulated instances. Whatever it complains about fails the test. */
abstract class BrowserTest {

    /** Where pictures are put for people to look at. */
    static final Path PICTURES = Path.of("target/screenshots");

    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    Path folder;

    SimulatedDaemon daemon;
    Page page;
    private BrowserContext context;
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
        daemon = new SimulatedDaemon(
                folder, Daemon.Limits.ofHeap(SimulatedDaemon.HEAP), Optional.of(Listening.LOOPBACK));
        // Browsers tell how long ago something was by their own clock.
        daemon.clock.pass(Duration.between(daemon.clock.instant(), Instant.now()));
        open(new NewContextOptions().setViewportSize(1280, 860));
    }

    /** Looks with another browser window, which nobody has signed in. */
    void look(NewContextOptions options) {
        context.close();
        open(options);
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

    void signIn() {
        // Another address than one that differs behind # alone, which would be no navigation.
        page.navigate("about:blank");
        page.navigate(daemon.client().createConsoleLink().url());
    }

    /** Signs in as somebody who has only this role. */
    void signInAs(String role) {
        String token = Objects.requireNonNull(
                daemon.client().createToken(new NewToken(role, role, null)).token());
        page.navigate(daemon.url);
        page.getByLabel("Token").fill(token);
        button("Sign in").click();
    }

    /** Goes to another page of the dashboard and waits until it has its heading. */
    void show(String hash) {
        page.locator("main .page").waitFor();
        page.evaluate(
                "hash => { document.querySelector('main .page').dataset.before = ''; location.hash = hash; }", hash);
        page.waitForFunction("() => document.querySelector('main .page:not([data-before]) h1')");
    }

    Locator cell(String name) {
        return page.locator(".map a.cell[data-name='" + name + "']");
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
