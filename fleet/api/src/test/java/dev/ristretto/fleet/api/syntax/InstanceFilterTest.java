package dev.ristretto.fleet.api.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.api.syntax.InstanceFilter.Key;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceFilterTest {

    private static final Specification SHOP = Specification.builder("shop:latest", "sha256:00", "", 1)
            .labels(Map.of("tier", "back", "new", ""))
            .build();

    @Test
    void whatIsAskedForIsCompared() {
        assertThat(List.of(
                        "label=tier",
                        "label=tier=back",
                        "label=new",
                        "label=new=",
                        "name=web",
                        "state=running",
                        "health=healthy",
                        "image=shop",
                        "image=shop:latest",
                        "image=sha256:00",
                        "search=HO",
                        "search=we"))
                .allMatch(text -> matches(text));
        assertThat(List.of(
                        "label=tie",
                        "label=tier=bac",
                        "label=tier=",
                        "name=we",
                        "state=ended",
                        "health=none",
                        "image=sho",
                        "image=shop:2",
                        "search=x"))
                .noneMatch(text -> matches(text));
    }

    @Test
    void allKeysAndAllLabelsButOneValueOfAnotherKeyMustHold() {
        assertThat(matches("label=tier=back", "label=new", "state=running", "state=ended"))
                .isTrue();
        assertThat(matches("label=tier=back", "label=old")).isFalse();
        assertThat(matches("name=web", "name=shop")).isTrue();
        assertThat(matches("name=web", "state=ended")).isFalse();
        assertThat(matches()).isTrue();
    }

    @Test
    void statesThatAreAskedForReplaceOthers() {
        InstanceFilter ended = InstanceFilter.parse(List.of("state=ended", "name=web"));
        assertThat(ended.inStates(InstanceFilter.ACTIVE_STATES)
                        .matches("web", InstanceState.RUNNING, HealthState.NONE, SHOP))
                .isTrue();
        assertThat(ended.inStates(InstanceFilter.ACTIVE_STATES)
                        .matches("shop", InstanceState.RUNNING, HealthState.NONE, SHOP))
                .isFalse();
    }

    @Test
    void whatIsNoFilterIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> parse("labl=x"))
                .hasMessage("There is no filter 'labl'; there is: label, name, state, health, image, search\n"
                        + "Write KEY=VALUE, such as state=running or label=tier=back");
        assertThatThrownBy(() -> parse("name")).hasMessage("The filter name needs a value: write name=VALUE");
        assertThatThrownBy(() -> parse("label=")).hasMessageEndingWith("write label=KEY or label=KEY=VALUE");
        assertThatThrownBy(() -> parse("label==x")).hasMessage("'=x' is no label: write KEY=VALUE or KEY");
        assertThatThrownBy(() -> parse("health=ill"))
                .hasMessage("'ill' is no health of an instance: none, starting, healthy, unhealthy");
    }

    @Test
    void theWordsAreThoseOfTheDatabase() {
        assertThat(InstanceFilter.STATES)
                .containsExactlyElementsOf(Arrays.stream(InstanceState.values())
                        .map(InstanceState::toString)
                        .toList());
        assertThat(InstanceFilter.HEALTHS)
                .containsExactlyElementsOf(Arrays.stream(HealthState.values())
                        .map(HealthState::toString)
                        .toList());
        assertThat(Key.values()).allMatch(key -> Key.find(key.toString()).orElseThrow() == key);
    }

    @Test
    void labelsHaveAForm() {
        Labels.check(Map.of("tier", "back", "example.org/team", "a b ü", "new", ""));
        assertThatThrownBy(() -> Labels.check(Map.of("a=b", ""))).hasMessageStartingWith("'a=b' is no key of a label");
        assertThatThrownBy(() -> Labels.check(Map.of("a", "b\nc"))).hasMessageContaining("control characters");
        assertThatThrownBy(() -> Labels.check(Map.of("ristretto.service", "web")))
                .hasMessageContaining("are the daemon's own");
    }

    private static boolean matches(String... conditions) {
        return parse(conditions).matches("web", InstanceState.RUNNING, HealthState.HEALTHY, SHOP);
    }

    private static InstanceFilter parse(String... conditions) {
        return InstanceFilter.parse(List.of(conditions));
    }
}
