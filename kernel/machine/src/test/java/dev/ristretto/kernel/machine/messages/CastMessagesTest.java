package dev.ristretto.kernel.machine.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Casts fail in the words of HotSpot, which runs this test. */
class CastMessagesTest {
    private static final class Own {}

    static Stream<Arguments> casts() throws Exception {
        return Stream.of(
                cast("text", Integer.class, object -> (Integer) object),
                cast("text", Own.class, object -> (Own) object),
                cast(new Own(), Runnable.class, object -> (Runnable) object),
                cast(new Own(), CastMessagesTest.class, object -> (CastMessagesTest) object),
                cast("text", int[].class, object -> (int[]) object),
                cast(new int[0], String.class, object -> (String) object),
                cast(new Own[0], String[][].class, object -> (String[][]) object),
                cast(new Own[0], Own.class, object -> (Own) object),
                cast(new java.sql.Date(0), Own.class, object -> (Own) object));
    }

    private interface Cast {
        Object apply(Object object);
    }

    private static Arguments cast(Object object, Class<?> target, Cast cast) {
        return Arguments.of(object, target, cast);
    }

    @ParameterizedTest
    @MethodSource("casts")
    void saysWhatHotSpotSays(Object object, Class<?> target, Cast cast) {
        assertThat(catchThrowable(() -> cast.apply(object)))
                .isInstanceOf(ClassCastException.class)
                .hasMessage(CastMessages.ofCast(object, target));
    }
}
