package dev.ristretto.kernel.posix;

/**
 * A process: what POSIX keeps for each running program (IEEE 1003.1-2024 section 3.267). A program of the JDK is the
 * only one of its instance. Safe for use by several threads.
 */
public final class Process {
    /** As many descriptors as a process of Linux usually may raise its limit to. */
    private static final int MOST_DESCRIPTORS = 65536;

    /** What others may not do with new files unless a program says so. */
    private static final int USUAL_UMASK = 022;

    private static final int PERMISSIONS = 0777;

    private final RootFileSystem root;
    private final FileDescriptorTable descriptors;
    private final ProcessFiles files;
    private final Credentials credentials;
    private volatile int umask = USUAL_UMASK;
    private volatile String workingDirectory = "/";

    /** A process without open files, whose working directory is the root. */
    public Process(RootFileSystem root, Credentials credentials) {
        this(root, credentials, new FileDescriptorTable(MOST_DESCRIPTORS));
    }

    private Process(RootFileSystem root, Credentials credentials, FileDescriptorTable descriptors) {
        this.root = root;
        this.files = new ProcessFiles(this, root);
        this.credentials = credentials;
        this.descriptors = descriptors;
    }

    /** fork(3): a process with the same open files, working directory and umask, each its own from now on. */
    public Process copy() {
        Process copy = new Process(root, credentials, descriptors.copy());
        copy.umask = umask;
        copy.workingDirectory = workingDirectory;
        return copy;
    }

    /** Its open files. */
    public FileDescriptorTable descriptors() {
        return descriptors;
    }

    /** The operations that take paths. */
    public ProcessFiles files() {
        return files;
    }

    public Credentials credentials() {
        return credentials;
    }

    /** The permissions that files it makes do not get. */
    public int umask() {
        return umask;
    }

    /** umask(2): only the permission bits count. */
    public void setUmask(int mask) {
        umask = mask & PERMISSIONS;
    }

    /** The absolute path at which relative ones begin. */
    public String workingDirectory() {
        return workingDirectory;
    }

    /**
     * chdir(2).
     *
     * @throws PosixException ENOENT, ENOTDIR if the path leads to no directory
     */
    public void changeDirectory(String path) throws PosixException {
        String real = files.realPath(path);
        if (files.status(real, true).kind() != FileStatus.DIRECTORY) {
            throw new PosixException(Errno.ENOTDIR);
        }
        workingDirectory = real;
    }
}
