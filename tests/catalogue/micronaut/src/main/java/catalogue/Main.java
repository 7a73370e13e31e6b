package catalogue;

import io.micronaut.runtime.Micronaut;

/** Micronaut: its beans are found when it is compiled. */
public final class Main {
    public static void main(String[] arguments) {
        Micronaut.run(Main.class, arguments);
    }
}
