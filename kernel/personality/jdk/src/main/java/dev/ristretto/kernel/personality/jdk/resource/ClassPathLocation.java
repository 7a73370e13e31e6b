package dev.ristretto.kernel.personality.jdk.resource;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.machine.resources.ClassPathResources;
import dev.ristretto.kernel.system.SystemInstance;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import sun.net.www.ParseUtil;

/**
 * Where resources of the class path are: in the folder {@code /class-path}, as if all its jars were unpacked into one.
 * Those that lie behind others of the same name are in {@code /class-path.1} and so on. A folder is there from the
 * first time on that an application is told the location of something in it.
 */
final class ClassPathLocation {
    private static final String FOLDER = "/class-path";
    private static final int PERMISSIONS = 0755;

    private static final BitSet MADE = new BitSet();

    private ClassPathLocation() {}

    /**
     * The location of a file or folder of the class path.
     *
     * @param place how many of the same name lie before it
     */
    static URL of(String name, int place) {
        String root = place == 0 ? FOLDER : FOLDER + "." + place;
        synchronized (MADE) {
            if (!MADE.get(place)) {
                MADE.set(place);
                make(root, place);
            }
        }
        try {
            return new URL("file", "", -1, root + "/" + ParseUtil.encodePath(name, false), ClassPathHandler.INSTANCE);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(String root, int place) {
        List<String> names = new ArrayList<>();
        ClassPathResources.forEachFile(place, names::add);
        ClassPathFolder folder = ClassPathFolder.of(
                names,
                name -> Objects.requireNonNull(ClassPathResources.content(name, place), name),
                System.currentTimeMillis()); // the time of the build would make each image another one
        try {
            SystemInstance.addFolder(root, PERMISSIONS, folder);
        } catch (FileFault e) {
            // The application has a file of that name: its affair.
            return;
        }
    }
}
