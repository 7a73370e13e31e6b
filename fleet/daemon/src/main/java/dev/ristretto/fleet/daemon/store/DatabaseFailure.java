package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What to say when SQLite refuses something: which file it is about and what to do. */
final class DatabaseFailure {

    /** Extended result codes have the primary one in their lowest byte (SQLite, "Result and Error Codes"). */
    private static final int PRIMARY = 0xff;

    private DatabaseFailure() {}

    static FleetException of(Path file, String what, SQLException cause) {
        String start = "The fleet's database " + file + " " + what + ": ";
        String details = " (" + cause.getMessage() + ")\n";
        int code = cause.getErrorCode() & PRIMARY;
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new FleetException(
                    Kind.NO_SPACE,
                    start + "the disk is full" + details
                            + "Free some space on it; instances go on meanwhile, and the daemon does by itself once there is some",
                    cause);
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return new FleetException(
                    Kind.UNAVAILABLE,
                    start + "it may not be written" + details
                            + "Give the user the right to write the file, its folder and the files beside it; instances go on meanwhile",
                    cause);
        }
        if (code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new FleetException(
                    Kind.UNAVAILABLE,
                    start + "its disk does not let it be used" + details
                            + "Is it a file that the user may read and write, with space left on its disk? Instances go on meanwhile",
                    cause);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new FleetException(
                    Kind.FAILURE,
                    start + "it is damaged" + details
                            + "Put a copy in its place, or set it aside to begin anew; instances go on",
                    cause);
        }
        return new FleetException(Kind.FAILURE, start + cause.getMessage(), cause);
    }
}
