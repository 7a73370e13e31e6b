package dev.ristretto.kernel.posix;

import dev.ristretto.abi.linux.ErrorNumbers;

/**
 * The reasons for which an operation on a descriptor or path fails: number and text as in Linux on x86-64 (errno(3)).
 */
public enum Errno {
    EPERM(ErrorNumbers.EPERM, "Operation not permitted"),
    ENOENT(ErrorNumbers.ENOENT, "No such file or directory"),
    ESRCH(ErrorNumbers.ESRCH, "No such process"),
    EINTR(ErrorNumbers.EINTR, "Interrupted system call"),
    EIO(ErrorNumbers.EIO, "Input/output error"),
    E2BIG(ErrorNumbers.E2BIG, "Argument list too long"),
    ENOEXEC(ErrorNumbers.ENOEXEC, "Exec format error"),
    EBADF(ErrorNumbers.EBADF, "Bad file descriptor"),
    ECHILD(ErrorNumbers.ECHILD, "No child processes"),
    EAGAIN(ErrorNumbers.EAGAIN, "Resource temporarily unavailable"),
    ENOMEM(ErrorNumbers.ENOMEM, "Cannot allocate memory"),
    EACCES(ErrorNumbers.EACCES, "Permission denied"),
    EFAULT(ErrorNumbers.EFAULT, "Bad address"),
    EBUSY(ErrorNumbers.EBUSY, "Device or resource busy"),
    EEXIST(ErrorNumbers.EEXIST, "File exists"),
    EXDEV(ErrorNumbers.EXDEV, "Invalid cross-device link"),
    ENXIO(ErrorNumbers.ENXIO, "No such device or address"),
    ENODEV(ErrorNumbers.ENODEV, "No such device"),
    ENOTDIR(ErrorNumbers.ENOTDIR, "Not a directory"),
    EISDIR(ErrorNumbers.EISDIR, "Is a directory"),
    EINVAL(ErrorNumbers.EINVAL, "Invalid argument"),
    ENFILE(ErrorNumbers.ENFILE, "Too many open files in system"),
    EMFILE(ErrorNumbers.EMFILE, "Too many open files"),
    ENOTTY(ErrorNumbers.ENOTTY, "Inappropriate ioctl for device"),
    EFBIG(ErrorNumbers.EFBIG, "File too large"),
    ENOSPC(ErrorNumbers.ENOSPC, "No space left on device"),
    ESPIPE(ErrorNumbers.ESPIPE, "Illegal seek"),
    EROFS(ErrorNumbers.EROFS, "Read-only file system"),
    EMLINK(ErrorNumbers.EMLINK, "Too many links"),
    EPIPE(ErrorNumbers.EPIPE, "Broken pipe"),
    EDOM(ErrorNumbers.EDOM, "Numerical argument out of domain"),
    ERANGE(ErrorNumbers.ERANGE, "Numerical result out of range"),
    EDEADLK(ErrorNumbers.EDEADLK, "Resource deadlock avoided"),
    ENAMETOOLONG(ErrorNumbers.ENAMETOOLONG, "File name too long"),
    ENOSYS(ErrorNumbers.ENOSYS, "Function not implemented"),
    ENOTEMPTY(ErrorNumbers.ENOTEMPTY, "Directory not empty"),
    ELOOP(ErrorNumbers.ELOOP, "Too many levels of symbolic links"),
    ENODATA(ErrorNumbers.ENODATA, "No data available"),
    EPROTO(ErrorNumbers.EPROTO, "Protocol error"),
    EOVERFLOW(ErrorNumbers.EOVERFLOW, "Value too large for defined data type"),
    ENOTSOCK(ErrorNumbers.ENOTSOCK, "Socket operation on non-socket"),
    EDESTADDRREQ(ErrorNumbers.EDESTADDRREQ, "Destination address required"),
    EMSGSIZE(ErrorNumbers.EMSGSIZE, "Message too long"),
    EPROTOTYPE(ErrorNumbers.EPROTOTYPE, "Protocol wrong type for socket"),
    ENOPROTOOPT(ErrorNumbers.ENOPROTOOPT, "Protocol not available"),
    EPROTONOSUPPORT(ErrorNumbers.EPROTONOSUPPORT, "Protocol not supported"),
    ESOCKTNOSUPPORT(ErrorNumbers.ESOCKTNOSUPPORT, "Socket type not supported"),
    EOPNOTSUPP(ErrorNumbers.EOPNOTSUPP, "Operation not supported"),
    EAFNOSUPPORT(ErrorNumbers.EAFNOSUPPORT, "Address family not supported by protocol"),
    EADDRINUSE(ErrorNumbers.EADDRINUSE, "Address already in use"),
    EADDRNOTAVAIL(ErrorNumbers.EADDRNOTAVAIL, "Cannot assign requested address"),
    ENETDOWN(ErrorNumbers.ENETDOWN, "Network is down"),
    ENETUNREACH(ErrorNumbers.ENETUNREACH, "Network is unreachable"),
    ECONNABORTED(ErrorNumbers.ECONNABORTED, "Software caused connection abort"),
    ECONNRESET(ErrorNumbers.ECONNRESET, "Connection reset by peer"),
    ENOBUFS(ErrorNumbers.ENOBUFS, "No buffer space available"),
    EISCONN(ErrorNumbers.EISCONN, "Transport endpoint is already connected"),
    ENOTCONN(ErrorNumbers.ENOTCONN, "Transport endpoint is not connected"),
    ETOOMANYREFS(ErrorNumbers.ETOOMANYREFS, "Too many references: cannot splice"),
    ETIMEDOUT(ErrorNumbers.ETIMEDOUT, "Connection timed out"),
    ECONNREFUSED(ErrorNumbers.ECONNREFUSED, "Connection refused"),
    EHOSTUNREACH(ErrorNumbers.EHOSTUNREACH, "No route to host"),
    EALREADY(ErrorNumbers.EALREADY, "Operation already in progress"),
    EINPROGRESS(ErrorNumbers.EINPROGRESS, "Operation now in progress"),
    EUCLEAN(ErrorNumbers.EUCLEAN, "Structure needs cleaning");

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The number in the Linux ABI of x86-64. */
    public int number() {
        return number;
    }

    /** What strerror(3) says of any number. */
    public static String text(int number) {
        for (Errno errno : values()) {
            if (errno.number == number) {
                return errno.text;
            }
        }
        return "Unknown error " + number;
    }

    /** What strerror(3) says. */
    public String text() {
        return text;
    }
}
