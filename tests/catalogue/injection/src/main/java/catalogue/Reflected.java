package catalogue;

import com.google.inject.AbstractModule;
import com.google.inject.ConfigurationException;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Provides;
import com.google.inject.TypeLiteral;
import com.google.inject.assistedinject.Assisted;
import com.google.inject.assistedinject.FactoryModuleBuilder;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import com.google.inject.name.Names;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** Guice: beans are found as the program runs. */
final class Reflected {
    public interface Cup {
        String show();
    }

    public interface Cups {
        Cup make(String name, int size);
    }

    public static class PlainCup implements Cup {
        private final Heater heater;
        private final String name;
        private final int size;

        @Inject
        public PlainCup(Heater heater, @Assisted String name, @Assisted int size) {
            this.heater = heater;
            this.name = name;
            this.size = size;
        }

        @Override
        public String show() {
            return heater.heat(name) + " of " + size;
        }
    }

    private static final class Drinks extends AbstractModule {
        @Override
        protected void configure() {
            bindConstant().annotatedWith(Names.named("brand")).to("Guice");
            var prices = MapBinder.newMapBinder(binder(), String.class, Integer.class);
            prices.addBinding("cheap").toInstance(1);
            prices.addBinding("dear").toInstance(9);
            install(new FactoryModuleBuilder().implement(Cup.class, PlainCup.class).build(Cups.class));
        }

        @ProvidesIntoSet
        String tea() {
            return "tea";
        }

        @ProvidesIntoSet
        String water() {
            return "water";
        }

        @Provides
        @Singleton
        StringBuilder text(Heater heater) {
            return new StringBuilder(heater.heat("text"));
        }
    }

    static void run() {
        var injector = Guice.createInjector(new Drinks());
        System.out.println(injector.getInstance(Machine.class).make("tea"));
        System.out.println(injector.getInstance(Machine.class).make("water"));
        var prices = injector.getInstance(Key.get(new TypeLiteral<Map<String, Integer>>() {}));
        System.out.println(injector.getInstance(StringBuilder.class) + " " + new TreeMap<>(prices));
        System.out.println(injector.getInstance(Cups.class).make("mug", 3).show());
        try {
            injector.getInstance(Runnable.class);
        } catch (ConfigurationException e) {
            System.out.println(e.getErrorMessages().iterator().next().getMessage().lines().findFirst().orElse(""));
        }
    }
}
