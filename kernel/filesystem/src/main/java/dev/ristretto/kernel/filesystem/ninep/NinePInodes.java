package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.InodeObjects;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a server that somebody uses: one object for each, found by the path of its {@link Qid}. Those in use,
 * and some that were used last, have fids; another one gets a fid again by its last name, if it is still there.
 * Everything happens under the lock of this object.
 */
final class NinePInodes {
    /** How many files that nobody has open keep their fids. */
    private static final int MOST_IDLE = 128;

    /** A deeper tree is a circle: no path is that long. */
    private static final int DEEPEST = 1 << 12;

    private static final float LOAD_FACTOR = 0.75f;

    private final NinePClient client;
    private final NinePFids fids;
    private final InodeObjects<NinePInode> objects = new InodeObjects<>();
    private final LinkedHashMap<NinePInode, Boolean> idle = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final Set<NinePInode> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final boolean readOnly;

    NinePInodes(NinePClient client, boolean readOnly) {
        this.client = client;
        this.readOnly = readOnly;
        fids = new NinePFids(client);
    }

    NinePClient client() {
        return client;
    }

    NinePFids fids() {
        return fids;
    }

    boolean readOnly() {
        return readOnly;
    }

    /** READ_ONLY if nothing is to be changed: the server is not even asked. */
    void requireWritable(String what) throws FileFault {
        if (readOnly) {
            throw new FileFault(FileFault.Reason.READ_ONLY, what);
        }
    }

    /** The directory that everything else is below. */
    NinePDirectory mountRoot(String tree) throws FileFault {
        int fid = fids.take(number -> client.attach(number, tree));
        NinePAttributes attributes = client.attributes(fid);
        if (!(make(attributes) instanceof NinePDirectory root)) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, "what the server shares");
        }
        objects.put(root.number(), root);
        hold(root, fid);
        opened(root);
        return root;
    }

    /** What a directory has under a name, if anything, as the server says now. */
    @Nullable
    NinePInode find(NinePDirectory directory, String name) throws FileFault {
        byte[] unused = FileNames.check(name);
        try {
            int from = fidOf(directory);
            return adopt(directory, name, fids.take(fid -> client.walk(from, fid, name)));
        } catch (FileFault e) {
            if (e.reason() == FileFault.Reason.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    private NinePInode adopt(NinePDirectory directory, String name, int fid) throws FileFault {
        boolean held = false;
        try {
            NinePAttributes attributes = client.attributes(fid);
            NinePInode inode = objects.get(attributes.qid().path());
            // The host may have given the number of a file that is gone to a new one.
            if (inode == null || inode.kind() != attributes.kind()) {
                inode = make(attributes);
                objects.put(inode.number(), inode);
            }
            inode.told(attributes);
            refuseCircle(directory, inode);
            inode.named(directory, name);
            hold(inode, fid);
            held = true;
            return inode;
        } finally {
            if (!held) {
                fids.release(fid);
            }
        }
    }

    /** A server could say that a directory is below itself, and no way up would ever end. */
    private static void refuseCircle(NinePDirectory directory, NinePInode child) throws FileFault {
        NinePInode at = directory;
        for (int depth = 0; at != null; depth++) {
            if (at == child || depth == DEEPEST) {
                throw new FileFault(FileFault.Reason.IO, "directory " + child.number() + " is below itself");
            }
            at = at.parentOrNull();
        }
    }

    private NinePInode make(NinePAttributes attributes) throws FileFault {
        return switch (attributes.kind()) {
            case DIRECTORY -> new NinePDirectory(this, attributes);
            case REGULAR -> new NinePFile(this, attributes);
            case SYMBOLIC_LINK -> new NinePLink(this, attributes);
            case DEVICE, BLOCK_DEVICE, PIPE, SOCKET -> new NinePSpecial(this, attributes, attributes.kind());
        };
    }

    /** The fid of a file; NOT_FOUND if it has none any more and its last name stands for another file. */
    int fidOf(NinePInode inode) throws FileFault {
        Deque<NinePInode> without = new ArrayDeque<>();
        NinePInode at = inode;
        while (!at.hasFid()) {
            without.push(at);
            at = at.foundIn();
        }
        Boolean unused = idle.get(at);
        while (!without.isEmpty()) {
            walkAgain(without.pop());
        }
        return inode.fid();
    }

    private void walkAgain(NinePInode inode) throws FileFault {
        int from = inode.foundIn().fid();
        boolean[] same = {false};
        int fid = fids.take(
                number -> same[0] = client.walk(from, number, inode.name()).path() == inode.number());
        if (!same[0]) {
            fids.release(fid);
            throw new FileFault(FileFault.Reason.NOT_FOUND, inode.name());
        }
        hold(inode, fid);
    }

    private void hold(NinePInode inode, int fid) {
        int before = inode.replaceFid(fid);
        if (before != NinePMessage.NO_FID) {
            fids.release(before);
        }
        if (!open.contains(inode)) {
            keepIdle(inode);
        }
    }

    private void keepIdle(NinePInode inode) {
        Boolean unused = idle.put(inode, true);
        if (idle.size() > MOST_IDLE) {
            idle.pollFirstEntry().getKey().releaseAll();
        }
    }

    /** Somebody opens a file: it keeps its fids. */
    void opened(NinePInode inode) {
        Boolean unused = idle.remove(inode);
        open.add(inode);
    }

    /** Nobody has a file open any more. */
    void closed(NinePInode inode) {
        open.remove(inode);
        if (inode.isGone()) {
            inode.releaseAll();
        } else if (inode.hasFid()) {
            keepIdle(inode);
        }
    }

    /** Gives everything back, and asks nothing any more. */
    void close() {
        Stream.concat(idle.keySet().stream(), open.stream()).forEach(NinePInode::releaseAll);
        client.close();
    }

    /** A name was taken away: who had it is not kept on the host any longer than somebody has it open. */
    void forget(NinePDirectory directory, String name) {
        List<NinePInode> losers = Stream.concat(idle.keySet().stream(), open.stream())
                .filter(inode -> inode.isNamed(directory, name))
                .toList();
        losers.forEach(this::forget);
    }

    /** The same of a file that is known. */
    void forget(NinePInode inode) {
        inode.refresh();
        if (inode.isGone() && !open.contains(inode)) {
            Boolean unused = idle.remove(inode);
            inode.releaseAll();
        }
    }
}
