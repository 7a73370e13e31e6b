package dev.ristretto.kernel.filesystem.ninep;

/**
 * Messages of 9P2000.L: the types of the requests, each of which is answered by the next number or by
 * {@link #ERROR_REPLY}, and what stands in them. A message is its size, type and tag ({@link #HEADER} bytes), and then
 * what its type says; numbers have their lowest byte first.
 */
public final class NinePMessage {
    public static final int ERROR_REPLY = 7;
    public static final int STATFS = 8;
    public static final int OPEN = 12;
    public static final int CREATE = 14;
    public static final int SYMLINK = 16;
    public static final int MKNOD = 18;
    public static final int READLINK = 22;
    public static final int GETATTR = 24;
    public static final int SETATTR = 26;
    public static final int READDIR = 40;
    public static final int FSYNC = 50;
    public static final int LINK = 70;
    public static final int MKDIR = 72;
    public static final int RENAMEAT = 74;
    public static final int UNLINKAT = 76;
    public static final int VERSION = 100;
    public static final int ATTACH = 104;
    public static final int FLUSH = 108;
    public static final int WALK = 110;
    public static final int READ = 116;
    public static final int WRITE = 118;
    public static final int CLUNK = 120;

    /** What both sides have to call the protocol. */
    public static final String DIALECT = "9P2000.L";

    /** Bytes of size, type and tag. */
    public static final int HEADER = Integer.BYTES + 1 + Short.BYTES;

    /** Bytes around the data of a read or write, at most (IOHDRSZ of v9fs). */
    public static final int DATA_HEADER = 24;

    /** The tag of {@link #VERSION}. */
    public static final int NO_TAG = 0xFFFF;

    /** No fid. */
    public static final int NO_FID = -1;

    /** With fewer bytes of a message, a path would not fit. */
    public static final int SMALLEST = 8192;

    // Flags of OPEN and CREATE: those of Linux's open(2).
    public static final int READ_ONLY = 0;
    public static final int WRITE_ONLY = 1;
    public static final int READ_WRITE = 2;
    public static final int ACCESS = 3;
    public static final int CREATE_NEW = 0100 | 0200;
    public static final int DIRECTORY = 0200000;

    /** UNLINKAT: the name is that of a directory. */
    public static final int REMOVE_DIRECTORY = 0x200;

    /** GETATTR: what stat(2) tells, and when the file was made. */
    public static final long ALL_ATTRIBUTES = 0xFFF;

    /** The one of {@link #ALL_ATTRIBUTES} that not all hosts know. */
    public static final long CREATED = 0x800;

    // SETATTR: what is set; a time without its second bit becomes now.
    public static final int SET_MODE = 0x1;
    public static final int SET_USER = 0x2;
    public static final int SET_GROUP = 0x4;
    public static final int SET_SIZE = 0x8;
    public static final int SET_ACCESSED = 0x10;
    public static final int SET_MODIFIED = 0x20;
    public static final int ACCESSED_GIVEN = 0x80;
    public static final int MODIFIED_GIVEN = 0x100;

    private NinePMessage() {}
}
