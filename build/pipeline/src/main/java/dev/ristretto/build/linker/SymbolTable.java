package dev.ristretto.build.linker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which object defines a global name: one strong definition wins over weak ones, the first weak one over later ones.
 */
final class SymbolTable {
    /** A definition: symbol {@code symbol} of object {@code object}. */
    record Definition(int object, Symbol symbol) {}

    private final Map<String, Definition> definitions = new HashMap<>();
    private final SortedSet<String> undefined = new TreeSet<>();

    /** @throws LinkException if two objects define a name strongly */
    SymbolTable(List<RelocatableObject> objects) {
        for (int o = 0; o < objects.size(); o++) {
            for (Symbol symbol : objects.get(o).symbols()) {
                if (symbol.defined() && !symbol.local()) {
                    define(objects, new Definition(o, symbol));
                }
            }
        }
        for (RelocatableObject object : objects) {
            for (Symbol symbol : object.symbols()) {
                // An undefined weak symbol is 0 by the gABI; the caller tests for it.
                boolean needed = !symbol.defined() && !symbol.local() && !symbol.weak();
                if (needed && !definitions.containsKey(symbol.name())) {
                    undefined.add(symbol.name());
                }
            }
        }
    }

    private void define(List<RelocatableObject> objects, Definition added) {
        Definition present = definitions.get(added.symbol().name());
        if (present == null || (present.symbol().weak() && !added.symbol().weak())) {
            definitions.put(added.symbol().name(), added);
        } else if (!added.symbol().weak()) {
            throw new LinkException("symbol " + added.symbol().name() + " is defined twice, in "
                    + objects.get(present.object()).name() + " and in "
                    + objects.get(added.object()).name());
        }
    }

    @Nullable
    Definition find(String name) {
        return definitions.get(name);
    }

    /** Names that some object needs and none defines. */
    SortedSet<String> undefined() {
        return undefined;
    }
}
