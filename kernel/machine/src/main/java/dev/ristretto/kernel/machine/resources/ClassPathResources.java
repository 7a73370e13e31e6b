package dev.ristretto.kernel.machine.resources;

import com.oracle.svm.core.jdk.Resources;
import com.oracle.svm.core.jdk.resources.ResourceStorageEntryBase;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The files of the class path that the image holds, by their names with slashes. Of several files with the same name,
 * each from another jar, the first is in place 0.
 */
public final class ClassPathResources {
    private ClassPathResources() {}

    /** Calls {@code visitor} with the name of each file that is in {@code place}, or further back; no folders. */
    public static void forEachFile(int place, Consumer<String> visitor) {
        for (Resources layer : Resources.layeredSingletons()) {
            layer.forEachResource((key, value) -> {
                ResourceStorageEntryBase entry = value.getValue();
                if (key.module() == null && isFile(entry) && entry.getData().size() > place) {
                    visitor.accept(key.resource());
                }
            });
        }
    }

    /** The content of a file, which nobody may change; null if there is none of that name in that place. */
    public static byte @Nullable [] content(String name, int place) {
        ResourceStorageEntryBase entry = Resources.getAtRuntime(name);
        if (entry == null || !isFile(entry)) {
            return null;
        }
        List<byte[]> data = entry.getData();
        return place < data.size() ? data.get(place) : null;
    }

    private static boolean isFile(@Nullable ResourceStorageEntryBase entry) {
        return entry != null && entry.hasData() && !entry.isException() && !entry.isDirectory();
    }
}
