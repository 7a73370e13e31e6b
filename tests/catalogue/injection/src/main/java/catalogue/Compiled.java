package catalogue;

import dagger.Binds;
import dagger.BindsInstance;
import dagger.Component;
import dagger.Lazy;
import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoMap;
import dagger.multibindings.IntoSet;
import dagger.multibindings.StringKey;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;

/** Dagger: its processor writes what makes the beans. */
final class Compiled {
    interface Greeting {
        String greet();
    }

    static class Polite implements Greeting {
        private final Lazy<Heater> heater;

        @Inject
        Polite(Lazy<Heater> heater) {
            this.heater = heater;
        }

        @Override
        public String greet() {
            return "good day, " + heater.get().heat("words");
        }
    }

    @Module
    interface Drinks {
        @Binds
        Greeting greeting(Polite polite);

        @Provides
        @IntoSet
        static String tea() {
            return "tea";
        }

        @Provides
        @IntoSet
        static String water() {
            return "water";
        }

        @Provides
        @IntoMap
        @StringKey("cheap")
        static Integer cheap() {
            return 1;
        }

        @Provides
        @IntoMap
        @StringKey("dear")
        static Integer dear() {
            return 9;
        }
    }

    @Singleton
    @Component(modules = Drinks.class)
    interface Shop {
        Machine machine();

        Greeting greeting();

        Map<String, Integer> prices();

        @Component.Factory
        interface Factory {
            Shop create(@BindsInstance @Named("brand") String brand);
        }
    }

    static void run() {
        var shop = DaggerCompiled_Shop.factory().create("Dagger");
        System.out.println(shop.machine().make("tea"));
        System.out.println(shop.machine().make("water"));
        System.out.println(shop.greeting().greet() + " " + new TreeMap<>(shop.prices()));
    }
}
