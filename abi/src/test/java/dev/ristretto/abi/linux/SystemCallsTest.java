package dev.ristretto.abi.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SystemCallsTest {

    @Test
    void eachNumberHasItsName() throws Exception {
        String[] names = SystemCallNames.all().split(" ");
        for (Field constant : SystemCalls.class.getFields()) {
            String name = constant.getName().toLowerCase(Locale.ROOT);
            assertThat(names[constant.getInt(null)]).isIn(name, name + "2");
        }
    }
}
