package dev.ristretto.image.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
    private static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @ValueSource(strings = {"a", "shop:1.0", "team/shop:v1_2", "a-b.c__d:X"})
    void registryNamesAreAccepted(String text) {
        assertThat(ImageName.parse(text).toString()).startsWith(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "a:", ":a", "a b", "../a", "a/", "-a", "a:.b", "a:b:c", "a@b", "ä"})
    void otherCharactersAreRefused(String text) {
        assertThatThrownBy(() -> ImageName.parse(text)).isInstanceOf(ImageException.class);
    }

    @Test
    void aLocalNameHasATagAndNothingElse() {
        ImageName name = ImageName.parse("team/shop");

        assertThat(name).isEqualTo(ImageName.local("team/shop", "latest"));
        assertThat(name.host()).isEmpty();
        assertThat(name.digest()).isEmpty();
        assertThat(name.repository()).isEqualTo("team/shop");
        assertThat(name).hasToString("team/shop:latest");
    }

    @Test
    void aNameMaySayRegistryPortPathTagAndDigest() {
        ImageName name = ImageName.parse("registry.example.org:5000/team/shop:1.0@" + DIGEST);

        assertThat(name.host()).contains("registry.example.org:5000");
        assertThat(name.path()).isEqualTo("team/shop");
        assertThat(name.tag()).contains("1.0");
        assertThat(name.digest()).contains(DIGEST);
        assertThat(name.repository()).isEqualTo("registry.example.org:5000/team/shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost/a",
                "localhost:5000/a",
                "a:80/b",
                "example.org/a",
                "Example.ORG/a",
                "127.0.0.1:5000/a/b/c",
                "[::1]/a",
                "[2001:db8::1]:5000/a",
                "xn--bcher-kva.example/a",
                "a:65535/b"
            })
    void whatHasADotOrAColonOrIsLocalhostIsAHost(String text) {
        ImageName name = ImageName.parse(text);

        assertThat(name.host()).contains(text.substring(0, text.indexOf('/')));
        assertThat(name.path()).isEqualTo(text.substring(text.indexOf('/') + 1));
        assertThat(name.tag()).contains("latest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"team/shop", "localhost", "localhost:5000", "a.b", "a.b:80", "localhosts/a", "team/shop.d/x"})
    void everythingElseIsLocal(String text) {
        assertThat(ImageName.parse(text).host()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org/",
                "example.org//a",
                "example.org/A",
                "example..org/a",
                "-example.org/a",
                "example-.org/a",
                ".example.org/a",
                "example.org./a",
                "exa_mple.org/a",
                "exämple.org/a",
                "a:/b",
                "a:x/b",
                "a:0/b",
                "a:65536/b",
                "a:999999/b",
                "a:1:2/b",
                "[::1/a",
                "::1/a",
                "[::g]/a",
                "[]:5000/a",
                "http://example.org/a",
                "example.org/a:b:c",
                "example.org/a:b/c",
                "example.org/a b"
            })
    void otherHostsAndPathsAreRefused(String text) {
        assertThatThrownBy(() -> ImageName.parse(text)).isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@",
                "a@sha256:",
                "a@sha256:0123",
                "a@sha512:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "a@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
                "a@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
                "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "a@b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            })
    void onlyWholeDigestsFollowAnAt(String text) {
        assertThatThrownBy(() -> ImageName.parse(text)).isInstanceOf(ImageException.class);
    }

    @Test
    void whereADigestSaysWhichImageItIsThereIsNoTag() {
        assertThat(ImageName.parse("shop@" + DIGEST).tag()).isEmpty();
        assertThat(ImageName.parse("shop:1@" + DIGEST).tag()).contains("1");
        assertThatThrownBy(() -> new ImageName(Optional.empty(), "shop", Optional.empty(), Optional.empty()))
                .isInstanceOf(ImageException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a:1", "team/a:1", "localhost/a", "[::1]:80/a/b:x", "a.b/c", "host:1/a"})
    void whatIsPrintedIsReadAgain(String text) {
        for (String whole : List.of(text, text + "@" + DIGEST)) {
            ImageName name = ImageName.parse(whole);
            assertThat(ImageName.parse(name.toString())).isEqualTo(name);
            assertThat(ImageName.parse(name.shortened())).isEqualTo(name);
            assertThat(name.isWritten(whole)).isTrue();
        }
    }

    @Test
    void aNameIsAsLongAsARegistryTakesIt() {
        assertThat(ImageName.parse("a".repeat(128)).path()).hasSize(128);
        assertThatThrownBy(() -> ImageName.parse("a".repeat(129))).hasMessageContaining("at most 128");
        String host = "example.org/";
        assertThat(ImageName.parse(host + "a".repeat(255 - host.length())).repository())
                .hasSize(255);
        assertThatThrownBy(() -> ImageName.parse(host + "a".repeat(256 - host.length())))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("at most " + (255 - host.length()));
        assertThatThrownBy(() -> ImageName.parse("a.".repeat(200) + "b/c")).isInstanceOf(ImageException.class);
        assertThat(ImageName.parse("a:" + "b".repeat(128)).tag()).contains("b".repeat(128));
        assertThatThrownBy(() -> ImageName.parse("a:" + "b".repeat(129))).isInstanceOf(ImageException.class);
    }

    @Test
    void thePathOfALocalNameIsNoHost() {
        assertThatThrownBy(() -> ImageName.local("example.org/a", "1"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("host of a registry");
    }

    @Test
    void onlyTheUsualTagIsLeftOut() {
        assertThat(ImageName.parse("shop").shortened()).isEqualTo("shop");
        assertThat(ImageName.parse("localhost:5000/shop:latest").shortened()).isEqualTo("localhost:5000/shop");
        assertThat(ImageName.parse("shop:1").shortened()).isEqualTo("shop:1");
        assertThat(ImageName.parse("shop:latest@" + DIGEST).shortened()).isEqualTo("shop:latest@" + DIGEST);
        assertThat(ImageName.parse("shop:1").isWritten("shop")).isFalse();
    }

    @Test
    void aWordHasNeitherRegistryNorSlashes() {
        assertThat(ImageName.parse("registry.example.org:5000/team/shop:1").word())
                .isEqualTo("team-shop");
        assertThat(ImageName.parse("shop:1").word()).isEqualTo("shop");
    }

    @Test
    void namesAreSortedByRepositoryThenTagThenDigest() {
        List<ImageName> sorted = List.of(
                ImageName.parse("a:1"),
                ImageName.parse("a:2"),
                ImageName.parse("a:2@" + DIGEST),
                ImageName.parse("b.c/a:1"),
                ImageName.parse("c:1"));
        assertThat(sorted.reversed().stream().sorted().toList()).isEqualTo(sorted);
    }
}
