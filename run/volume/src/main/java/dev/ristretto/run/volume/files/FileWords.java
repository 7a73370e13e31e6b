package dev.ristretto.run.volume.files;

import dev.ristretto.kernel.filesystem.FileFault;
import java.io.IOException;

/** What fails in a tree of files, in words. */
final class FileWords {
    private FileWords() {}

    /** A failure at a path, for people. */
    static IOException failure(String path, FileFault fault) {
        return new IOException(path + ": " + words(fault), fault);
    }

    static String words(FileFault fault) {
        return switch (fault.reason()) {
            case NOT_FOUND -> "there is no such file";
            case EXISTS -> "there is such a file already";
            case NOT_A_DIRECTORY -> "is no folder, or something above it is none";
            case IS_A_DIRECTORY -> "is a folder";
            case NOT_EMPTY -> "is not empty";
            case NO_SPACE -> "there is no space left in it";
            case TOO_LARGE -> "is larger than files can be there";
            case TOO_MANY_LINKS -> "symbolic links lead in a circle";
            case NAME_TOO_LONG -> "the name is too long";
            case INVALID -> "no file can be called so";
            case NOT_PERMITTED -> "may not be changed";
            case ACCESS_DENIED -> "is for others alone";
            case READ_ONLY -> "nothing can be changed: " + fault.getMessage();
            case TOO_MANY_NAMES -> "has as many names as can be";
            case BUSY, CROSS_DEVICE -> "is in use";
            case IO, CORRUPT, NO_DATA, UNSUPPORTED -> String.valueOf(fault.getMessage());
        };
    }
}
