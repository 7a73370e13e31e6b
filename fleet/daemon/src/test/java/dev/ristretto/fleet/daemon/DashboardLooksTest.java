package dev.ristretto.fleet.daemon;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.state.ServiceState;
import dev.ristretto.fleet.daemon.control.SimulatedUsage;
import dev.ristretto.run.vmm.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * How the dashboard looks in all sizes and both themes, and how it is used without a pointer. Pictures are in
 * {@code target/screenshots}.
 */
@Timeout(300)
class DashboardLooksTest extends BrowserTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** One of so many instances never says that it is ready. */
    private static final int SICK = 70;

    @Test
    void everyPageIsNamedAndStandsOutInBothThemesAndFitsAPhone() throws Exception {
        fill(60);
        rollOut();
        InstanceView one = daemon.fleet.instances().get("shop-1");
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (boolean phone : new boolean[] {false, true}) {
                window(scheme, phone);
                page.navigate(daemon.url);
                assertThat(heading("Sign in")).isVisible();
                audit(scheme, "sign in");
                signIn();
                assertThat(cell("shop-1")).isVisible();
                audit(scheme, "fleet");
                page.getByLabel("Group").selectOption("label tier");
                audit(scheme, "fleet by label");
                page.getByLabel("Group").selectOption("none");
                for (String hash : List.of(
                        "#/services",
                        "#/services/web",
                        "#/instances/" + one.name(),
                        "#/events",
                        "#/images",
                        "#/images/" + daemon.image.digest().substring(7),
                        "#/nothing")) {
                    show(hash);
                    audit(scheme, hash);
                }
                show("#/services/web");
                button("Roll back…").click();
                audit(scheme, "dialog");
                page.keyboard().press("Escape");
            }
        }
    }

    @Test
    void everythingIsReachedByKeys() throws Exception {
        daemon.print("ready\n");
        daemon.createService("web", 2);
        daemon.awaitService("web", view -> view.state() == ServiceState.STEADY);
        signIn();
        assertThat(cell("web-1-1")).isVisible();
        press("Tab", "Enter");
        assertThat(page.locator("main")).isFocused();
        for (int i = 0; i < 20 && !isFocused("[data-name='web-1-1']"); i++) {
            press("Tab");
        }
        press("ArrowRight");
        assertThat(cell("web-1-2")).isFocused();
        press("Enter");
        assertThat(heading("web-1-2")).isVisible();

        show("#/services/web");
        assertThat(page.getByText("Steady, 2 of 2 ready")).isVisible();
        for (int i = 0; i < 30 && !isFocused("[aria-label='One replica more']"); i++) {
            press("Tab");
        }
        press("Enter");
        assertThat(page.getByText("web gets 3 replicas")).isVisible();
        daemon.awaitService("web", view -> view.ready() == 3);
    }

    @Test
    void upAndDownLeadToTheRowAboveAndBelowAcrossGroups() throws Exception {
        fill(60);
        signIn();
        page.getByLabel("Group").selectOption("label tier");
        assertThat(page.locator(".map-group")).hasCount(3);
        page.locator(".map-group").nth(0).locator(".cell").nth(3).focus();
        press("ArrowDown");
        assertThat(page.locator(".map-group").nth(1).locator(".cell").nth(3)).isFocused();
        press("ArrowUp");
        assertThat(page.locator(".map-group").nth(0).locator(".cell").nth(3)).isFocused();
    }

    @Test
    void instancesAreGroupedByOneLabelAndByService() throws Exception {
        fill(6);
        daemon.print("ready\n");
        daemon.createService("web", 2);
        daemon.awaitService("web", view -> view.state() == ServiceState.STEADY);
        signIn();
        assertThat(cell("web-1-2")).isVisible();
        page.getByLabel("Group").selectOption("service");
        assertThat(page.locator(".map-group h2")).containsText(new String[] {"web2", "of no service6"});
        page.getByLabel("Group").selectOption("label tier");
        assertThat(page.locator(".map-group h2"))
                .containsText(new String[] {"tier=back2", "tier=front3", "without tier3"});
        assertThat(page.locator(".map .cell")).hasCount(8);
        cell("shop-1").click();
        page.goBack();
        assertThat(page.getByLabel("Group")).hasValue("label tier");
    }

    @Test
    void theMapTellsHealthAndNotOnlyThatSomethingRuns() throws Exception {
        daemon.create("unchecked");
        daemon.createChecked("web", "back");
        signIn();
        assertThat(cell("unchecked")).hasAccessibleName("unchecked, Running");
        assertThat(cell("web")).hasAccessibleName("web, Starting");
        daemon.print("ready\n");
        assertThat(cell("web")).hasAccessibleName("web, Healthy");
        assertThat(page.locator(".chart").nth(2)).containsText("half within");
        daemon.print("");
        daemon.createChecked("sick", "back");
        daemon.clock.pass(Duration.ofMinutes(5));
        assertThat(cell("sick")).hasAccessibleName("sick, Unhealthy");
        button("Unhealthy").click();
        assertThat(page.getByText("1 of 3 instances")).isVisible();
        cell("web")
                .waitFor(new com.microsoft.playwright.Locator.WaitForOptions()
                        .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
    }

    @Test
    void aThousandInstancesAreShownAndChangedFast() throws Exception {
        fill(1000);
        signIn();
        assertThat(page.locator(".map .cell.small")).hasCount(1000);
        assertThat(page.getByText("1,000 instances")).isVisible();
        page.reload();
        page.waitForFunction("() => document.querySelectorAll('.map .cell').length === 1000");
        double first = number("performance.now()");
        double filter = number("""
                (async () => {
                  const field = document.querySelector('.search');
                  const before = performance.now();
                  field.value = 'shop-1';
                  field.dispatchEvent(new Event('input'));
                  await new Promise(requestAnimationFrame);
                  return performance.now() - before;
                })()""");
        page.getByLabel("Search by name, image or label").fill("");
        page.evaluate("""
                () => {
                  window.longest = 0;
                  new PerformanceObserver(list => list.getEntries().forEach(entry => {
                    window.longest = Math.max(window.longest, entry.duration);
                  })).observe({ type: 'longtask' });
                }""");
        String name = daemon.fleet.instances().list().stream()
                .filter(instance -> instance.state() == InstanceState.RUNNING)
                .findFirst()
                .orElseThrow()
                .name();
        cell(name).evaluate("""
                cell => new MutationObserver(() => {
                  if (cell.getAttribute('aria-label').endsWith('Ended')) window.seen = Date.now();
                }).observe(cell, { attributes: true })""");
        daemon.fleet.instances().stop(name, Duration.ZERO);
        double ended = System.currentTimeMillis();
        assertThat(cell(name)).hasAccessibleName(name + ", Ended");
        double seen = number("window.seen") - ended;
        double longest = number("window.longest");
        System.out.printf(
                "1000 instances: first draw %.0f ms, filter %.0f ms, event seen after %.0f ms, longest task %.0f ms%n",
                first, filter, seen, longest);
        assertThat(first).as("milliseconds to the first draw").isLessThan(5000);
        assertThat(filter).as("milliseconds to filter").isLessThan(1000);
        assertThat(longest).as("milliseconds that a change takes").isLessThan(1000);
    }

    @Test
    void picturesAreTakenInAllSizes() throws Exception {
        for (int count : new int[] {3, 100, 1000}) {
            fill(count - daemon.fleet.instances().list().size());
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                for (boolean phone : new boolean[] {false, true}) {
                    SimulatedUsage.feed(daemon.fleet, Instant.now(), new Random(7));
                    window(scheme, phone);
                    signIn();
                    assertThat(page.locator(".map .cell")).hasCount(count);
                    assertThat(page.locator(".chart.no-data")).hasCount(0);
                    String look = count + "-" + scheme.name().toLowerCase(Locale.ROOT) + (phone ? "-phone" : "");
                    picture("fleet-" + look, false);
                    if (count == 100) {
                        page.getByLabel("Group").selectOption("label tier");
                        picture("groups-" + look, false);
                        page.getByLabel("Group").selectOption("none");
                    }
                    if (count == 3) {
                        cell("shop-1").click();
                        assertThat(page.getByText("Listening on port 8080").first())
                                .isVisible();
                        assertThat(page.locator(".chart.no-data")).hasCount(0);
                        picture("instance-" + look, true);
                    }
                }
            }
        }
    }

    @Test
    void picturesOfServicesAreTaken() throws Exception {
        fill(3);
        daemon.createService("mail", 2);
        daemon.awaitService("mail", view -> view.state() == ServiceState.STEADY);
        rollOut();
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (boolean phone : new boolean[] {false, true}) {
                SimulatedUsage.feed(daemon.fleet, Instant.now(), new Random(7));
                SimulatedUsage.feed(daemon.fleet, "web", Instant.now(), new Random(7));
                window(scheme, phone);
                signIn();
                assertThat(cell("shop-1")).isVisible();
                String look = scheme.name().toLowerCase(Locale.ROOT) + (phone ? "-phone" : "");
                show("#/services");
                assertThat(page.getByLabel("Replicas of web")).isVisible();
                picture("services-" + look, false);
                show("#/services/web");
                assertThat(page.locator(".chart.no-data")).hasCount(0);
                picture("service-" + look, false);
                picture("service-whole-" + look, true);
                button("Roll back…").click();
                picture("rollback-" + look, false);
                page.keyboard().press("Escape");
            }
        }
    }

    private void window(ColorScheme scheme, boolean phone) {
        look(new NewContextOptions()
                .setViewportSize(phone ? 390 : 1280, phone ? 844 : 860)
                .setColorScheme(scheme));
    }

    private void picture(String name, boolean whole) {
        page.screenshot(new Page.ScreenshotOptions().setFullPage(whole).setPath(PICTURES.resolve(name + ".png")));
        fits(name);
    }

    private void fits(String what) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .as("%s scrolls sideways", what)
                .isEqualTo(true);
    }

    private void audit(ColorScheme scheme, String what) throws Exception {
        fits(what);
        try (InputStream script = Objects.requireNonNull(DashboardLooksTest.class.getResourceAsStream("audit.js"))) {
            Object complaints = page.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            assertThat((List<?>) complaints).as("%s, %s", what, scheme).isEmpty();
        }
    }

    private void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    private boolean isFocused(String selector) {
        return (Boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector);
    }

    private double number(String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }

    /** A service of five replicas in the middle of an update, of which two are done. */
    private void rollOut() throws Exception {
        daemon.print("ready\n");
        daemon.createService("web", 5);
        daemon.awaitService("web", view -> view.state() == ServiceState.STEADY);
        daemon.print("Listening on port 8080\n");
        daemon.updateService("web", "mail");
        for (int updated = 0; updated < 2; updated++) {
            int before = updated;
            daemon.awaitService("web", view -> {
                daemon.pass(Duration.ofMillis(100));
                return view.updated() == before
                        && view.members().stream().anyMatch(member -> member.health() == HealthState.STARTING);
            });
            daemon.hypervisor.print("ready\n");
        }
        daemon.awaitService("web", view -> {
            daemon.pass(Duration.ofMillis(100));
            return view.updated() == 2
                    && view.members().stream().anyMatch(member -> member.health() == HealthState.STARTING);
        });
    }

    /** Adds instances of which most are well. */
    private void fill(int count) throws Exception {
        Random random = new Random(7);
        String[] tiers = {"front", "front", "back", "front", "back", ""};
        int first = daemon.fleet.instances().list().size() + 1;
        // The last of many has just been started.
        int last = first + count - (count > SICK ? 2 : 1);
        for (int number = first; number <= last; number++) {
            daemon.hypervisor.greet(number % SICK == 0 ? "" : "Listening on port 8080\nready\n");
            daemon.createChecked("shop-" + number, tiers[(number - 1) % tiers.length]);
        }
        int sick = last / SICK - (first - 1) / SICK;
        awaitStarting(sick);
        if (sick > 0) {
            // They have had their time.
            daemon.clock.pass(Duration.ofMinutes(2));
            awaitStarting(0);
        }
        for (int i = 0; i < count / 30; i++) {
            daemon.hypervisor.endAny(new Outcome.Exited(random.nextInt(3) == 0 ? 0 : 3));
        }
        for (InstanceView instance : daemon.fleet.instances().list()) {
            if (count > 3 && random.nextInt(40) == 0) {
                daemon.fleet.instances().stop(instance.name(), Duration.ZERO);
            }
        }
        if (count > SICK) {
            daemon.hypervisor.greet("");
            daemon.createChecked("young-" + last, "front");
        }
        SimulatedUsage.feed(daemon.fleet, Instant.now(), random);
    }

    /** Waits until only so many have not been found healthy or unhealthy yet. */
    private void awaitStarting(int number) {
        Instant end = Instant.now().plus(LONG);
        while (daemon.fleet.instances().list().stream()
                        .filter(instance -> instance.health() == HealthState.STARTING)
                        .count()
                > number) {
            assertThat(Instant.now()).as("some are not known to be well or not").isBefore(end);
            page.waitForTimeout(20);
        }
    }
}
