package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Tells each system call of programs with its arguments and its result, in a line as strace(1) writes it, once the call
 * has been made; of those that never come back, before.
 */
public final class CallTrace {
    /** The arguments of calls; of others three are written as flags. */
    private static final Map<String, List<CallArgument>> ARGUMENTS = parse("""
            read IOL write IUL open TFM close I stat TP fstat IP lstat TP poll PLI lseek ILI mmap PLFFIL
            mprotect PLF munmap PL brk P rt_sigaction IPPL rt_sigprocmask IPPL rt_sigreturn - ioctl IFP
            pread64 IOLL pwrite64 IULL readv IPL writev IPL access TI pipe P select IPPPP sched_yield - mremap PLLFP
            msync PLF madvise PLI dup I dup2 II pause - nanosleep PP alarm L getpid - sendfile IIPL socket IFI
            connect IPL accept IPP sendto IULFPL recvfrom IOLFPP sendmsg IPF recvmsg IPF shutdown II bind IPL listen II
            getsockname IPP getpeername IPP socketpair IFIP setsockopt IIIPL getsockopt IIIPP clone FPPPP fork - vfork -
            execve TPP exit I wait4 IPFP kill II uname P fcntl IIF flock II fsync I fdatasync I truncate TL ftruncate IL
            getdents64 IPL getcwd OL chdir T fchdir I rename TT mkdir TM rmdir T creat TM link TT unlink T symlink TT
            readlink TOL chmod TM fchmod IM chown TII fchown III umask M gettimeofday PP getrlimit IP getrusage IP
            sysinfo P times P getuid - getgid - geteuid - getegid - getppid - gettid - setsid - getpgid I setpgid II
            sigaltstack PP prctl IFFFF arch_prctl FP futex PFLPPL sched_getaffinity ILP set_tid_address P
            epoll_create1 F epoll_ctl IIIP epoll_wait IPII epoll_pwait IPIIPL openat ATFM mkdirat ATM newfstatat ATPF
            unlinkat ATF renameat ATAT renameat2 ATATF linkat ATATF symlinkat TAT readlinkat ATOL fchmodat ATM
            faccessat ATI faccessat2 ATIF statx ATFFP ppoll PLPPL pselect6 IPPPPP dup3 IIF pipe2 PF eventfd2 LF
            timerfd_create IF timerfd_settime IFPP signalfd4 IPLF accept4 IPPF prlimit64 IIPP getrandom PLF
            memfd_create TF clone3 PL exit_group I tgkill III tkill II clock_gettime IP clock_nanosleep IFPP
            set_robust_list PL rseq PLIF membarrier IFI statfs TP fstatfs IP utimensat ATPF fallocate IFLL
            copy_file_range IPIPLF splice IPIPLF waitid IIPFP chroot T mknodat ATMF inotify_init1 F
            inotify_add_watch ITF""");

    private static final Set<String> ADDRESSES = Set.of("mmap", "brk", "mremap", "shmat");
    private static final Set<String> ENDS = Set.of("exit", "exit_group", "execve", "rt_sigreturn");
    private static final List<CallArgument> UNKNOWN =
            List.of(CallArgument.FLAGS, CallArgument.FLAGS, CallArgument.FLAGS);

    private final Consumer<String> lines;

    /** @param lines gets them, without ends */
    public CallTrace(Consumer<String> lines) {
        this.lines = lines;
    }

    private static Map<String, List<CallArgument>> parse(String table) {
        Map<String, List<CallArgument>> arguments = new HashMap<>();
        String[] words = table.strip().split("\\s+");
        for (int i = 0; i < words.length; i += 2) {
            arguments.put(
                    words[i],
                    words[i + 1]
                            .chars()
                            .filter(letter -> letter != '-')
                            .mapToObj(CallTrace::argument)
                            .toList());
        }
        return Map.copyOf(arguments);
    }

    private static CallArgument argument(int letter) {
        return switch (letter) {
            case 'I' -> CallArgument.INT;
            case 'L' -> CallArgument.LONG;
            case 'F' -> CallArgument.FLAGS;
            case 'M' -> CallArgument.MODE;
            case 'P' -> CallArgument.POINTER;
            case 'A' -> CallArgument.FOLDER;
            case 'T' -> CallArgument.TEXT;
            case 'U' -> CallArgument.INPUT;
            case 'O' -> CallArgument.OUTPUT;
            default -> throw new IllegalArgumentException("an argument " + (char) letter);
        };
    }

    /** Makes a call and tells it. */
    long call(long number, SystemCall call, Caller caller) throws PosixException {
        String name = CallNames.of(number);
        if (ENDS.contains(name)) {
            lines.accept(text(name, caller, 0) + " = ?");
            return call.call(caller);
        }
        try {
            long result = call.call(caller);
            String value = ADDRESSES.contains(name) ? "0x" + Long.toHexString(result) : String.valueOf(result);
            lines.accept(text(name, caller, result) + " = " + value);
            return result;
        } catch (PosixException e) {
            Errno errno = e.errno();
            lines.accept(text(name, caller, -1) + " = -1 " + errno + " (" + errno.text() + ")");
            throw e;
        }
    }

    private static String text(String name, Caller caller, long result) {
        List<CallArgument> arguments = ARGUMENTS.getOrDefault(name, UNKNOWN);
        StringJoiner text = new StringJoiner(", ", "[" + caller.threadId() + "] " + name + "(", ")");
        for (int i = 0; i < arguments.size(); i++) {
            text.add(arguments.get(i).text(caller, i, result));
        }
        return text.toString();
    }
}
