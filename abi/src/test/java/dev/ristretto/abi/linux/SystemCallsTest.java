package dev.ristretto.abi.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemCallsTest {

    private static final Set<String> NO_CALLS = Set.of("MAP_FLAGS", "MOVE_FLAGS", "EXECUTABLE");

    @Test
    void eachNumberHasItsName() throws Exception {
        String[] names = SystemCalls.names().split(" ");
        for (Field constant : SystemCalls.class.getFields()) {
            if (!NO_CALLS.contains(constant.getName())) {
                String name = constant.getName().toLowerCase(Locale.ROOT);
                assertThat(names[constant.getInt(null)]).isIn(name, name + "2");
            }
        }
    }
}
