package dev.ristretto.kernel.machine.layout;

/** What may be done with a page, a bit each; the values of PROT_* in mmap(2). */
public final class PageAccess {
    public static final int NONE = 0;
    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int EXECUTE = 4;

    private PageAccess() {}
}
