package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that a server says are in a directory, as many as an instance has room for. */
final class NinePNames {
    /** A directory with more fails as a whole: a server could go on for ever. */
    private static final int MOST = 1 << 17;

    /** While others change the directory, a host may tell a name twice. */
    private final Set<String> names = new LinkedHashSet<>();

    private int entries;

    /** One more; IO if no file can be called so. */
    void add(byte[] bytes) throws FileFault {
        String name = FileNames.decode(bytes, 0, bytes.length);
        entries++;
        if (entries > MOST) {
            throw new FileFault(FileFault.Reason.IO, "a directory of more than " + MOST + " names");
        }
        if (name.equals(".") || name.equals("..")) {
            return;
        }
        try {
            byte[] unused = FileNames.check(name);
        } catch (FileFault e) {
            throw new FileFault(FileFault.Reason.IO, "a name that no file can have: " + name, e);
        }
        names.add(name);
    }

    List<String> list() {
        return new ArrayList<>(names);
    }
}
