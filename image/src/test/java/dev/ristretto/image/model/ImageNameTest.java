package dev.ristretto.image.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNameTest {
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
}
