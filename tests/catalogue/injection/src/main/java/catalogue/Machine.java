package catalogue;

import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import java.util.Set;

/** What both make: by its constructor, a field and a method. */
public class Machine {
    private final Heater heater;
    private final Provider<Heater> later;
    private final Set<String> drinks;
    private String brand = "";

    @Inject
    public Machine(Heater heater, Provider<Heater> later, Set<String> drinks) {
        this.heater = heater;
        this.later = later;
        this.drinks = drinks;
    }

    @Inject
    void setBrand(@Named("brand") String brand) {
        this.brand = brand;
    }

    public String make(String drink) {
        return brand + ": " + heater.heat(drink) + ", " + (later.get() == heater) + ", " + drinks.stream().sorted().toList();
    }
}
