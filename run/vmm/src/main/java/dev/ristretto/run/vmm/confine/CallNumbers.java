package dev.ristretto.run.vmm.confine;

/** Linux's system calls on x86-64 that scripts and filters name (arch/x86/entry/syscalls/syscall_64.tbl). */
final class CallNumbers {
    static final int READ = 0;
    static final int WRITE = 1;
    static final int OPEN = 2;
    static final int CLOSE = 3;
    static final int MMAP = 9;
    static final int MPROTECT = 10;
    static final int MUNMAP = 11;
    static final int RT_SIGACTION = 13;
    static final int RT_SIGRETURN = 15;
    static final int MREMAP = 25;
    static final int SETITIMER = 38;
    static final int SOCKET = 41;
    static final int CONNECT = 42;
    static final int BIND = 49;
    static final int LISTEN = 50;
    static final int EXECVE = 59;
    static final int CHDIR = 80;
    static final int MKDIR = 83;
    static final int UNLINK = 87;
    static final int SYMLINK = 88;
    static final int SIGALTSTACK = 131;
    static final int PIVOT_ROOT = 155;
    static final int PRCTL = 157;
    static final int ARCH_PRCTL = 158;
    static final int SETRLIMIT = 160;
    static final int MOUNT = 165;
    static final int UMOUNT = 166;
    static final int RESTART_SYSCALL = 219;
    static final int CLOCK_GETTIME = 228;
    static final int EXIT_GROUP = 231;
    static final int PPOLL = 271;
    static final int UNSHARE = 272;
    static final int SECCOMP = 317;
    static final int GETRANDOM = 318;
    static final int CLOSE_RANGE = 436;
    static final int MOUNT_SETATTR = 442;

    private CallNumbers() {}
}
