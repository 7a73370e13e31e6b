package dev.ristretto.build.metadata.inference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What may be done to a class by reflection.
 *
 * @param members whether its fields and methods may be read and called, not only its constructors
 * @param arrays whether arrays of it may be made
 * @param proxy whether it is an interface that a proxy implements
 * @param serialized whether Java serialization reads and writes it
 */
record ReflectiveAccess(boolean members, boolean arrays, boolean proxy, boolean serialized) {
    /** For a class that is made by its name. */
    static final ReflectiveAccess BY_NAME = new ReflectiveAccess(false, false, false, false);

    /** For one that a configuration names, which sets its properties too. */
    static final ReflectiveAccess CONFIGURED = new ReflectiveAccess(true, false, false, false);

    ReflectiveAccess and(ReflectiveAccess other) {
        return new ReflectiveAccess(
                members || other.members, arrays || other.arrays, proxy || other.proxy, serialized || other.serialized);
    }

    /** Entries of {@code reflection} in reachability-metadata.json. */
    List<Map<String, Object>> entries(String name) {
        List<Map<String, Object>> entries = new ArrayList<>();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("type", name);
        entry.put("allDeclaredConstructors", true);
        if (members) {
            entry.put("allDeclaredFields", true);
            entry.put("allDeclaredMethods", true);
            entry.put("unsafeAllocated", true);
        }
        if (serialized) {
            entry.put("serializable", true);
        }
        entries.add(entry);
        if (arrays) {
            entries.add(Map.of("type", name + "[]"));
            if (serialized) {
                entries.add(Map.of("type", name + "[][]"));
            }
        }
        if (proxy) {
            entries.add(Map.of("type", Map.of("proxy", List.of(name))));
        }
        return entries;
    }
}
