package dev.ristretto.kernel.machine.exceptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The words are those of the virtual machine that runs this test. */
class CastMessageTest {

    private static Stream<Arguments> casts() {
        Object text = "text";
        Object own = new CastMessageTest();
        Object array = new int[0][];
        Object owns = new CastMessageTest[0];
        Object timestamp = new java.sql.Timestamp(0);
        return Stream.of(
                cast(text, Integer.class, () -> Integer.class.getName() + (Integer) text),
                cast(text, CastMessageTest.class, () -> String.valueOf((CastMessageTest) text)),
                cast(own, Callable.class, () -> String.valueOf((Callable<?>) own)),
                cast(own, List.class, () -> String.valueOf((List<?>) own)),
                cast(array, String.class, () -> ((String) array).trim()),
                cast(text, int[].class, () -> String.valueOf(((int[]) text).length)),
                cast(owns, Integer[].class, () -> String.valueOf(((Integer[]) owns).length)),
                cast(timestamp, String.class, () -> ((String) timestamp).trim()),
                cast(timestamp, java.sql.Time.class, () -> String.valueOf((java.sql.Time) timestamp)));
    }

    private static Arguments cast(Object object, Class<?> to, Callable<String> cast) {
        ThrowingCallable call = cast::call;
        return Arguments.of(object.getClass(), to, call);
    }

    @ParameterizedTest
    @MethodSource("casts")
    void isTheMachinesOwn(Class<?> from, Class<?> to, ThrowingCallable cast) {
        assertThatExceptionOfType(ClassCastException.class)
                .isThrownBy(cast)
                .satisfies(e -> assertThat(CastMessage.between(from, to)).isEqualTo(e.getMessage()));
    }
}
