package catalogue;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** What both make only once. */
@Singleton
public class Heater {
    private final AtomicInteger uses = new AtomicInteger();

    @Inject
    public Heater() {}

    public String heat(String what) {
        return "hot " + what + " " + uses.incrementAndGet();
    }
}
