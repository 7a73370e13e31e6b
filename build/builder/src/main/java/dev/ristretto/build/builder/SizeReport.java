package dev.ristretto.build.builder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import jdk.graal.compiler.util.json.JsonBuilder.ArrayBuilder;
import jdk.graal.compiler.util.json.JsonBuilder.ObjectBuilder;
import jdk.graal.compiler.util.json.JsonBuilder.ValueBuilder;
import jdk.graal.compiler.util.json.JsonWriter;

/** Sums up code and heap by package and class and writes them as JSON, largest first, names breaking ties. */
final class SizeReport {
    private static final String KERNEL_DEVICES = "dev.ristretto.kernel.device.";
    private static final String BYTES = "byte[]";
    private static final int MOST_HEAP_CLASSES = 100;

    private static final class Share {
        int classes;
        int methods;
        long code;
        long heap;
        long objects;

        long total() {
            return code + heap;
        }
    }

    private final Map<String, Share> packages = new TreeMap<>();
    private final Map<String, Share> heap = new TreeMap<>();
    private final SortedSet<String> devices = new TreeSet<>();
    private int classes;
    private int methods;

    void type(Class<?> type) {
        classes++;
        share(type).classes++;
    }

    void method(Class<?> owner, long codeBytes) {
        methods++;
        Share share = share(owner);
        share.methods++;
        share.code += codeBytes;
        // A driver without code is only mentioned somewhere: it is not in the image.
        if (owner.getName().startsWith(KERNEL_DEVICES)) {
            devices.add(owner.getSimpleName());
        }
    }

    void object(Class<?> type, long bytes) {
        share(type).heap += bytes;
        Share share = heap.computeIfAbsent(type.getTypeName(), name -> new Share());
        share.objects++;
        share.heap += bytes;
    }

    /** Moves a byte array from the sum of all byte arrays to a line of its own. */
    void relabelBytes(String label, long bytes) {
        Share all = heap.computeIfAbsent(BYTES, name -> new Share());
        all.objects--;
        all.heap -= bytes;
        Share labelled = heap.computeIfAbsent(BYTES + " (" + label + ")", name -> new Share());
        labelled.objects++;
        labelled.heap += bytes;
    }

    private Share share(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        String name = element.isPrimitive() ? "primitive arrays" : element.getPackageName();
        return packages.computeIfAbsent(name.isEmpty() ? "(default)" : name, key -> new Share());
    }

    void write(JsonWriter json) throws IOException {
        try (ObjectBuilder report = json.objectBuilder()) {
            report.append("classes", classes).append("methods", methods);
            try (ArrayBuilder list = report.append("deviceClasses").array()) {
                for (String device : devices) {
                    list.append(device);
                }
            }
            try (ArrayBuilder list = report.append("packages").array()) {
                for (Map.Entry<String, Share> entry : sorted(packages)) {
                    writePackage(list.nextEntry(), entry.getKey(), entry.getValue());
                }
            }
            try (ArrayBuilder list = report.append("heap").array()) {
                for (Map.Entry<String, Share> entry :
                        sorted(heap).stream().limit(MOST_HEAP_CLASSES).toList()) {
                    writeClass(list.nextEntry(), entry.getKey(), entry.getValue());
                }
            }
        }
    }

    private static void writePackage(ValueBuilder value, String name, Share share) throws IOException {
        try (ObjectBuilder object = value.object()) {
            object.append("name", name)
                    .append("classes", share.classes)
                    .append("methods", share.methods)
                    .append("codeBytes", share.code)
                    .append("heapBytes", share.heap);
        }
    }

    private static void writeClass(ValueBuilder value, String name, Share share) throws IOException {
        try (ObjectBuilder object = value.object()) {
            object.append("className", name).append("objects", share.objects).append("bytes", share.heap);
        }
    }

    private static List<Map.Entry<String, Share>> sorted(Map<String, Share> shares) {
        List<Map.Entry<String, Share>> entries = new ArrayList<>(shares.entrySet());
        // The sort is stable and the map sorted, so names break ties.
        entries.sort(Comparator.comparingLong(
                        (Map.Entry<String, Share> entry) -> entry.getValue().total())
                .reversed());
        return entries;
    }
}
