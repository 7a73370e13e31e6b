package dev.ristretto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChangelogGrammarTest {

    private static final String GOOD = """
            # Changes

            Words about the format.

            ## Unreleased

            ### Added

            * One thing
              and more of it.
            * Another.

            ### Fixed

            * A third.

            ## [0.1.0] - 2026-01-31

            ### Added

            * Everything.
            """;

    @Test
    void theFormIsAccepted() {
        assertThat(ChangelogGrammar.problems(GOOD)).isEmpty();
    }

    @Test
    void whatIsNoEntryIsNamedWithItsLine() {
        assertThat(ChangelogGrammar.problems(GOOD.replace("* Another.", "Another.")))
                .containsExactly("CHANGELOG.md:11: neither a heading nor an entry nor its continuation");
        assertThat(ChangelogGrammar.problems(GOOD.replace("* Another.", "<<<<<<< HEAD")))
                .hasSize(1);
    }

    @Test
    void kindsAndVersionsAreKnownOnes() {
        assertThat(ChangelogGrammar.problems(GOOD.replace("### Fixed", "### Mended")))
                .hasSize(1);
        assertThat(ChangelogGrammar.problems(GOOD.replace("### Fixed", "### Added")))
                .hasSize(1);
        assertThat(ChangelogGrammar.problems(GOOD.replace("[0.1.0] - 2026-01-31", "0.1.0")))
                .hasSize(1);
        assertThat(ChangelogGrammar.problems("# Changes\n")).containsExactly("CHANGELOG.md: no version");
    }
}
