package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import java.util.HashMap;
import java.util.Map;

/** The fids of a client. */
final class SharedFiles {
    /** Each costs a descriptor or two of this process. */
    static final int MOST = 4096;

    private final LinuxCalls calls;
    private final Map<Integer, SharedFile> files = new HashMap<>();

    SharedFiles(LinuxCalls calls) {
        this.calls = calls;
    }

    /** What a fid stands for; EBADF if it is nothing. */
    SharedFile get(int fid) throws CallFault {
        SharedFile file = files.get(fid);
        if (file == null) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        return file;
    }

    /** Checks that a fid could stand for something new: EBADF if it is in use, EMFILE if too many are. */
    void requireFree(int fid) throws CallFault {
        if (fid == NinePMessage.NO_FID || files.containsKey(fid)) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        if (files.size() >= MOST) {
            throw new CallFault(ErrorNumbers.EMFILE);
        }
    }

    /** Lets a fid stand for a file, and no longer for what it stood for before. */
    void put(int fid, SharedFile file) {
        SharedFile before = files.put(fid, file);
        if (before != null) {
            before.close(calls);
        }
    }

    void remove(int fid) throws CallFault {
        SharedFile file = files.remove(fid);
        if (file == null) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        file.close(calls);
    }

    void removeAll() {
        files.values().forEach(file -> file.close(calls));
        files.clear();
    }

    int size() {
        return files.size();
    }
}
