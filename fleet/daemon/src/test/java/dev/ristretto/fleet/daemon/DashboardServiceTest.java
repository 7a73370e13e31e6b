package dev.ristretto.fleet.daemon;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ristretto.fleet.api.ServiceView;
import dev.ristretto.fleet.api.state.ReplicaState;
import dev.ristretto.fleet.api.state.ServiceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services in the dashboard: what is clicked there really happens. */
@Timeout(180)
class DashboardServiceTest extends BrowserTest {

    @Test
    void servicesAreListedAndLeadToTheirPages() throws Exception {
        steady("web", 3);
        signIn();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Services"))
                .click();
        Locator row = page.locator("tbody tr");
        assertThat(row).hasCount(1);
        assertThat(row).containsText("Steady");
        assertThat(row).containsText("3 of 3");
        assertThat(page.getByLabel("web-1-2, Healthy")).isVisible();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("web").setExact(true))
                .click();
        assertThat(heading("web")).isVisible();
        assertThat(page.locator(".chart")).hasCount(6);
        assertThat(page.getByText("Steady, 3 of 3 ready, 0 in flight")).isVisible();
    }

    @Test
    void aRolloutIsSeenAsItHappensAndOneClickBringsItBack() throws Exception {
        steady("web", 3);
        signIn();
        show("#/services/web");
        assertThat(button("Roll back…")).isDisabled();

        daemon.print("booting\n");
        daemon.updateService("web", "mail");
        assertThat(page.getByText("From revision 1 (shop:latest) to revision 2 (mail:latest)"))
                .isVisible();
        assertThat(progress()).hasAttribute("aria-valuetext", "0 of 3 replicas of revision 2 are ready");
        assertThat(rollout().getByLabel("web-2-1, Starting")).isVisible();
        assertThat(page.getByText("Unless one more replica is ready, it goes back to revision 1 in"))
                .isVisible();
        assertThat(rollout().getByLabel("web-1-1, Healthy")).isVisible();

        button("Roll back…").click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog).containsText("Roll back web?");
        assertThat(dialog).containsText("From revision 2 (mail:latest) back to revision 1 (shop:latest).");
        assertThat(dialog).containsText("image mail:latest → shop:latest");
        page.keyboard().press("Escape");
        assertThat(dialog).hasCount(0);
        assertThat(daemon.fleet.services().get("web").target())
                .as("nothing is done before it is confirmed")
                .isEqualTo(2);

        button("Roll back…").click();
        button("Roll back to revision 1").click();
        assertThat(page.getByText("web goes back to revision 1")).isVisible();
        ServiceView back = settle("web");
        assertThat(back.target()).isEqualTo(1);
        assertThat(back.revision()).isEqualTo(1);
        assertThat(page.getByText("Steady, 3 of 3 ready")).isVisible();
        assertThat(rollout().getByLabel("web-2-1, Starting")).hasCount(0);
        assertThat(page.locator(".events li").first()).containsText("service-");
    }

    @Test
    void whatHasComeUpIsRolledBackToWhatWasBefore() throws Exception {
        steady("web", 2);
        daemon.updateService("web", "mail");
        settle("web");
        signIn();
        show("#/services/web");
        assertThat(page.getByText("Revision 2 (mail:latest)")).isVisible();
        button("Roll back…").click();
        button("Roll back to revision 1").click();
        assertThat(page.getByText("web goes back to revision 1")).isVisible();
        ServiceView back = settle("web");
        assertThat(back.target()).isEqualTo(1);
        assertThat(page.getByText("Revision 1 (shop:latest)")).isVisible();
    }

    @Test
    void aRolloutThatFailsSaysWhy() throws Exception {
        steady("web", 2);
        daemon.print("booting\n");
        daemon.updateService("web", "mail");
        daemon.awaitService(
                "web",
                view -> view.members().stream()
                        .anyMatch(member -> member.revision() == 2 && member.state() == ReplicaState.RUNNING));
        signIn();
        show("#/services/web");
        assertThat(rollout().getByLabel("web-2-1, Starting")).isVisible();
        // Its time to start is over, and it has not said that it is ready.
        daemon.clock.pass(Duration.ofMinutes(2));
        daemon.awaitService("web", view -> {
            daemon.pass(Duration.ofMillis(100));
            return view.state() == ServiceState.STEADY && view.members().size() == 2;
        });
        assertThat(rollout().getByText("revision 2 failed: web-2-1 is unhealthy"))
                .isVisible();
        assertThat(page.getByText("Steady, 2 of 2 ready")).isVisible();
        assertThat(page.locator(".events li.bad").first()).containsText("back to revision 1");
    }

    @Test
    void aServiceIsScaledByStepsAndByANumber() throws Exception {
        steady("web", 2);
        signIn();
        show("#/services/web");
        button("One replica more").click();
        button("One replica more").click();
        assertThat(page.getByText("web gets 4 replicas")).isVisible();
        assertThat(settle("web").replicas()).isEqualTo(4);
        assertThat(rollout().locator("a.cell")).hasCount(4);
        page.getByLabel("Replicas", new Page.GetByLabelOptions().setExact(true))
                .first()
                .fill("1");
        page.keyboard().press("Enter");
        assertThat(page.getByText("web gets 1 replica", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(page.getByText("Steady, 1 of 1 ready")).isVisible();
    }

    @Test
    void whoMayOnlySeeIsOfferedNothingToDo() throws Exception {
        steady("web", 2);
        signInAs("viewer");
        assertThat(cell("web-1-1")).isVisible();
        show("#/services/web");
        assertThat(page.getByText("Steady, 2 of 2 ready")).isVisible();
        assertThat(page.locator("main button:visible")).hasCount(0);
        assertThat(page.locator("main input")).hasCount(0);
    }

    @Test
    void aServiceIsRemoved() throws Exception {
        steady("web", 1);
        signIn();
        show("#/services/web");
        button("Remove…").click();
        button("Remove it").click();
        daemon.pass(Duration.ofSeconds(10));
        while (!daemon.fleet.services().list().isEmpty()) {
            daemon.pass(Duration.ofSeconds(1));
            page.waitForTimeout(20);
        }
        assertThat(page.getByText("There is no service web any more.")).isVisible();
        page.getByText("To the services").click();
        assertThat(page.getByText("No services yet")).isVisible();
    }

    private void steady(String name, int replicas) throws Exception {
        daemon.print("ready\n");
        daemon.createService(name, replicas);
        settle(name);
    }

    private ServiceView settle(String name) throws InterruptedException {
        daemon.print("ready\n");
        return daemon.awaitService(name, view -> {
            daemon.pass(Duration.ofMillis(100));
            return view.state() == ServiceState.STEADY && view.members().size() == view.replicas();
        });
    }

    private Locator rollout() {
        return page.getByLabel("Rollout", new Page.GetByLabelOptions().setExact(true))
                .first();
    }

    private Locator progress() {
        return page.getByRole(AriaRole.PROGRESSBAR);
    }
}
