package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import java.util.ArrayList;
import java.util.List;

/** The names that archives give to what is in them. Whoever has made an archive may have chosen them to do harm. */
final class ArchiveNames {
    private static final int LONGEST = 4096;
    private static final int DEEPEST = 256;
    private static final int MOST_SHOWN = 200;
    private static final char NO_CHARACTER = '\uFFFD';

    private ArchiveNames() {}

    /**
     * The parts of a name, none for the top itself.
     *
     * @throws BuildException if it leads out of the archive, or if no file can have it
     */
    static List<String> parts(String name) {
        if (name.startsWith("/")) {
            throw refused(name, "it is absolute");
        }
        if (name.length() > LONGEST) {
            throw refused(name, "it is longer than " + LONGEST);
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                throw refused(name, "it leads out");
            }
            if (part.indexOf(NO_CHARACTER) >= 0) {
                throw refused(name, "it is not UTF-8");
            }
            try {
                byte[] unused = FileNames.check(part);
            } catch (FileFault e) {
                throw refused(name, "no file can be called so: " + e.reason());
            }
            parts.add(part);
        }
        if (parts.size() > DEEPEST) {
            throw refused(name, "it is deeper than " + DEEPEST + " folders");
        }
        return parts;
    }

    private static BuildException refused(String name, String why) {
        return new BuildException("The archive holds a file with the name " + shown(name) + ", which is refused: " + why
                + ". Whatever has made it, do not use it.");
    }

    /** A text of others', fit for a line on a terminal. */
    static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > MOST_SHOWN ? plain.substring(0, MOST_SHOWN) + "..." : plain;
    }
}
