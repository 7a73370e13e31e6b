package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import java.io.IOException;

/** The requests that change names. */
final class NameRequests {
    private static final int LONGEST_NAME = 255;

    /** Bytes of the group that a client wishes for a new file: it is that of this process. */
    private static final int GROUP = Integer.BYTES;

    private static final int PERMISSIONS = 07777;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    /** linkat(2): the path of the existing file is one of /proc that leads to it. */
    private static final int FOLLOW = 0x400;

    private final LinuxCalls calls;
    private final HostStatus status;
    private final SharedFiles files;

    NameRequests(LinuxCalls calls, HostStatus status, SharedFiles files) {
        this.calls = calls;
        this.status = status;
        this.files = files;
    }

    void serve(int type, NinePReader request, NinePWriter answer) throws CallFault, IOException {
        int fid = request.i32();
        switch (type) {
            case NinePMessage.CREATE -> create(fid, request, answer);
            case NinePMessage.MKDIR -> makeDirectory(directory(fid), request, answer);
            case NinePMessage.SYMLINK -> makeLink(directory(fid), request, answer);
            case NinePMessage.MKNOD -> makeSpecial(directory(fid), request, answer);
            case NinePMessage.LINK -> link(directory(fid), request);
            case NinePMessage.RENAMEAT -> rename(directory(fid), request);
            default -> remove(directory(fid), request);
        }
    }

    /** A file that was not there before; the fid of the directory then stands for it, opened. */
    private void create(int fid, NinePReader request, NinePWriter answer) throws CallFault, IOException {
        byte[] name = request.string();
        int flags = request.i32();
        int permissions = request.i32();
        request.skip(GROUP);
        FolderSession.requireWhole(request);
        int access = flags & NinePMessage.ACCESS;
        if (access == NinePMessage.ACCESS) {
            throw new CallFault(ErrorNumbers.EINVAL);
        }
        if (files.get(fid).isOpened()) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        int opened = calls.create(directory(fid), check(name), access, harmless(permissions));
        try {
            SharedFile file = new SharedFile(calls.reopen(opened, LinuxCalls.PATH_ONLY));
            file.open(opened, access != NinePMessage.READ_ONLY);
            files.put(fid, file);
        } catch (CallFault e) {
            calls.close(opened);
            throw e;
        }
        answer.qid(status.of(opened).qid()).u32(0);
    }

    private void makeDirectory(int directory, NinePReader request, NinePWriter answer) throws CallFault, IOException {
        byte[] name = request.string();
        int permissions = request.i32();
        request.skip(GROUP);
        FolderSession.requireWhole(request);
        long unused = calls.call(SystemCalls.MKDIRAT, directory, calls.text(check(name)), harmless(permissions), 0, 0);
        answer.qid(status.of(directory, name).qid());
    }

    private void makeLink(int directory, NinePReader request, NinePWriter answer) throws CallFault, IOException {
        byte[] name = request.string();
        byte[] target = request.string();
        request.skip(GROUP);
        FolderSession.requireWhole(request);
        long path = calls.otherText(checkTarget(target));
        long unused = calls.call(SystemCalls.SYMLINKAT, path, directory, calls.text(check(name)), 0, 0);
        answer.qid(status.of(directory, name).qid());
    }

    /** Pipes and sockets; devices would lead out of the folder. */
    private void makeSpecial(int directory, NinePReader request, NinePWriter answer) throws CallFault, IOException {
        byte[] name = request.string();
        int mode = request.i32();
        // Numbers of a device, and the group.
        request.skip(3 * Integer.BYTES);
        FolderSession.requireWhole(request);
        int kind = mode & HostStatus.KIND;
        if (kind != PIPE && kind != SOCKET) {
            throw new CallFault(ErrorNumbers.EPERM);
        }
        long unused = calls.call(
                SystemCalls.MKNODAT, directory, calls.text(check(name)), kind | harmless(mode & PERMISSIONS), 0, 0);
        answer.qid(status.of(directory, name).qid());
    }

    private void link(int directory, NinePReader request) throws CallFault, IOException {
        int existing = request.i32();
        byte[] name = request.string();
        FolderSession.requireWhole(request);
        long newName = calls.otherText(check(name));
        long path = calls.itself(files.get(existing).place());
        long unused = calls.call(SystemCalls.LINKAT, LinuxCalls.NOWHERE, path, directory, newName, FOLLOW);
    }

    private void rename(int directory, NinePReader request) throws CallFault, IOException {
        byte[] name = request.string();
        int target = request.i32();
        byte[] newName = request.string();
        FolderSession.requireWhole(request);
        long from = calls.text(check(name));
        long to = calls.otherText(check(newName));
        long unused = calls.call(SystemCalls.RENAMEAT, directory, from, directory(target), to, 0);
    }

    private void remove(int directory, NinePReader request) throws CallFault, IOException {
        byte[] name = request.string();
        int flags = request.i32();
        FolderSession.requireWhole(request);
        if ((flags & ~NinePMessage.REMOVE_DIRECTORY) != 0) {
            throw new CallFault(ErrorNumbers.EINVAL);
        }
        long unused = calls.call(SystemCalls.UNLINKAT, directory, calls.text(check(name)), flags, 0, 0);
    }

    private int directory(int fid) throws CallFault {
        return files.get(fid).place();
    }

    /** Permissions of a new file; EPERM if who runs it would get rights of its owner. */
    static int harmless(int permissions) throws CallFault {
        if ((permissions & ~PERMISSIONS) != 0) {
            throw new CallFault(ErrorNumbers.EINVAL);
        }
        if ((permissions & HostStatus.OTHERS_RIGHTS) != 0) {
            throw new CallFault(ErrorNumbers.EPERM);
        }
        return permissions;
    }

    /** A name of one file of a directory: neither a path nor the way up. */
    static byte[] check(byte[] name) throws CallFault {
        boolean dots = name.length <= 2 && consistsOf(name, '.');
        if (name.length == 0 || dots) {
            throw new CallFault(ErrorNumbers.EINVAL);
        }
        if (name.length > LONGEST_NAME) {
            throw new CallFault(ErrorNumbers.ENAMETOOLONG);
        }
        for (byte one : name) {
            if (one == '/' || one == 0) {
                throw new CallFault(ErrorNumbers.EINVAL);
            }
        }
        return name;
    }

    private static boolean consistsOf(byte[] name, char character) {
        for (byte one : name) {
            if (one != character) {
                return false;
            }
        }
        return true;
    }

    private static byte[] checkTarget(byte[] target) throws CallFault {
        if (target.length >= LinuxCalls.PATH_ROOM) {
            throw new CallFault(ErrorNumbers.ENAMETOOLONG);
        }
        for (byte one : target) {
            if (one == 0) {
                throw new CallFault(ErrorNumbers.EINVAL);
            }
        }
        return target;
    }
}
