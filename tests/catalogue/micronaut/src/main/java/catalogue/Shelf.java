package catalogue;

import jakarta.annotation.PostConstruct;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentSkipListMap;

@Singleton
public class Shelf {
    private final Map<String, Cup> cups = new ConcurrentSkipListMap<>();
    private final Settings settings;

    public Shelf(Settings settings) {
        this.settings = settings;
    }

    @PostConstruct
    void fill() {
        add(new Cup("mug", settings.getSize(), settings.getColours(), LocalDate.of(2026, 1, 2)));
    }

    @Counted
    public Cup get(String name) {
        var cup = cups.get(name);
        if (cup == null) {
            throw new NoSuchElementException(name);
        }
        return cup;
    }

    public Collection<Cup> all() {
        return cups.values();
    }

    public void add(Cup cup) {
        cups.put(cup.name(), cup);
    }
}
