package dev.ristretto.kernel.personality.jdk.lang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class GeneratedClassTest {
    @Test
    void aClassIsFoundByItsNameInEitherForm() {
        assertThat(GeneratedClass.find(GeneratedClassTest.class.getName())).isSameAs(GeneratedClassTest.class);
        assertThat(GeneratedClass.find(GeneratedClassTest.class.getName().replace('.', '/')))
                .isSameAs(GeneratedClassTest.class);
    }

    @Test
    void oneThatNoRunHasMadeIsToldWithTheCommandThatFindsIt() {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> GeneratedClass.find("shop/Cart$Proxy"))
                .withMessage("Cannot make the class shop/Cart$Proxy, which 'ristretto trace' has not seen");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> GeneratedClass.find(null));
    }
}
