package dev.ristretto.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.Specification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceConditionTest {

    private static final InstanceView WEB = new InstanceView(
            1,
            "web",
            "running",
            "running",
            new Specification("shop:latest", "sha256:00", "", List.of(), Map.of(), 1, "microvm", "tcg", List.of(), "no")
                    .with(Map.of("tier", "back", "new", ""), null),
            null,
            null,
            null,
            List.of(),
            0,
            "",
            null,
            null,
            "healthy",
            null);

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
                        "image=shop:latest"))
                .allMatch(text -> InstanceCondition.parse(text).test(WEB));
        assertThat(List.of(
                        "label=tie",
                        "label=tier=bac",
                        "label=tier=",
                        "name=we",
                        "state=ended",
                        "health=none",
                        "image=sho",
                        "image=shop:2"))
                .noneMatch(text -> InstanceCondition.parse(text).test(WEB));
    }

    @Test
    void whatIsNoFilterIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> InstanceCondition.parse("labl=x"))
                .hasMessageContaining("write label=K, label=K=V, name=");
        assertThatThrownBy(() -> InstanceCondition.parse("name")).hasMessageContaining("is not a filter");
        assertThatThrownBy(() -> InstanceCondition.parse("health=ill"))
                .hasMessage("'ill' is no health of an instance: none, starting, healthy, unhealthy");
    }

    @Test
    void labelsHaveAForm() {
        Labels.check(Map.of("tier", "back", "example.org/team", "a b ü", "new", ""));
        assertThatThrownBy(() -> Labels.check(Map.of("a=b", ""))).hasMessageStartingWith("'a=b' is no key of a label");
        assertThatThrownBy(() -> Labels.check(Map.of("a", "b\nc"))).hasMessageContaining("control characters");
        assertThatThrownBy(() -> Labels.check(Map.of("ristretto.service", "web")))
                .hasMessageContaining("are the daemon's own");
    }
}
