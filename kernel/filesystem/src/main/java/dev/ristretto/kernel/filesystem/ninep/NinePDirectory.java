package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.RenameRules;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A directory. Every name is looked up at the server, each time; the parent is where it was found last. */
final class NinePDirectory extends NinePInode implements Directory {
    NinePDirectory(NinePInodes files, NinePAttributes attributes) {
        super(files, attributes);
    }

    @Override
    public FileKind kind() {
        return FileKind.DIRECTORY;
    }

    /** Something that is done with an opened directory. */
    @FunctionalInterface
    private interface Use {
        void of(int fid) throws FileFault;
    }

    private void withOpened(Use use) throws FileFault {
        int from = files().fidOf(this);
        int fid = files().fids().take(fresh -> client().copy(from, fresh));
        try {
            client().open(fid, NinePMessage.READ_ONLY | NinePMessage.DIRECTORY);
            use.of(fid);
        } finally {
            files().fids().release(fid);
        }
    }

    @Override
    public List<String> names() throws FileFault {
        synchronized (files()) {
            NinePNames names = new NinePNames();
            withOpened(fid -> {
                long offset = 0;
                while (offset != NinePClient.END) {
                    offset = client().names(fid, offset, names);
                }
            });
            return names.list();
        }
    }

    @Override
    public Directory parent() {
        synchronized (files()) {
            NinePDirectory above = parentOrNull();
            return above == null ? this : above;
        }
    }

    @Override
    public @Nullable Inode find(String name) throws FileFault {
        synchronized (files()) {
            return (Inode) files().find(this, name);
        }
    }

    @Override
    public String nameOf(Inode child) throws FileFault {
        synchronized (files()) {
            if (child instanceof NinePInode known
                    && known.parentOrNull() == this
                    && files().find(this, known.name()) == known) {
                return known.name();
            }
            throw new FileFault(Reason.NOT_FOUND, "inode " + child.number());
        }
    }

    @Override
    public RegularFile createFile(String name, int permissions) throws FileFault {
        synchronized (files()) {
            int from = requireNew(name);
            int fid = files().fids().take(fresh -> client().copy(from, fresh));
            NinePFile created = null;
            try {
                Qid made = client().create(fid, name, NinePMessage.READ_WRITE | NinePMessage.CREATE_NEW, permissions);
                created = made(name, made, NinePFile.class);
            } finally {
                if (created == null) {
                    files().fids().release(fid);
                }
            }
            created.use(fid, true);
            return created;
        }
    }

    @Override
    public Directory createDirectory(String name, int permissions) throws FileFault {
        synchronized (files()) {
            return made(name, client().makeDirectory(requireNew(name), name, permissions), NinePDirectory.class);
        }
    }

    @Override
    public SymbolicLink createSymbolicLink(String name, String target) throws FileFault {
        synchronized (files()) {
            int fid = requireNew(name);
            if (FileNames.encode(target).length > NinePLink.LONGEST) {
                throw new FileFault(Reason.NAME_TOO_LONG, target);
            }
            return made(name, client().makeLink(fid, name, target), NinePLink.class);
        }
    }

    @Override
    public SpecialFile createSpecial(String name, FileKind kind, int device, int permissions) throws FileFault {
        synchronized (files()) {
            int mode = NinePAttributes.mode(kind) | permissions;
            return made(name, client().makeSpecial(requireNew(name), name, mode, device), NinePSpecial.class);
        }
    }

    /** The fid of this directory, in which there can be a new name. */
    private int requireNew(String name) throws FileFault {
        byte[] unused = FileNames.check(name);
        files().requireWritable(name);
        return files().fidOf(this);
    }

    /** What was just made; NOT_FOUND if somebody on the host has already put something else in its place. */
    private <T extends NinePInode> T made(String name, Qid qid, Class<T> kind) throws FileFault {
        NinePInode found = files().find(this, name);
        if (found == null || found.number() != qid.path() || !kind.isInstance(found)) {
            throw new FileFault(Reason.NOT_FOUND, name);
        }
        return kind.cast(found);
    }

    @Override
    public void link(String name, Inode existing) throws FileFault {
        synchronized (files()) {
            if (existing instanceof Directory) {
                throw new FileFault(Reason.NOT_PERMITTED, name);
            }
            if (!(existing instanceof NinePInode file) || file.files() != files()) {
                throw new FileFault(Reason.CROSS_DEVICE, name);
            }
            int directory = requireNew(name);
            client().link(directory, files().fidOf(file), name);
        }
    }

    @Override
    public void remove(String name) throws FileFault {
        remove(name, 0);
    }

    @Override
    public void removeDirectory(String name) throws FileFault {
        remove(name, NinePMessage.REMOVE_DIRECTORY);
    }

    private void remove(String name, int flags) throws FileFault {
        synchronized (files()) {
            client().remove(requireNew(name), name, flags);
            files().forget(this, name);
        }
    }

    /**
     * That nothing is replaced is checked before: in between, somebody on the host could take the new name, for the
     * protocol has no word for it.
     */
    @Override
    public void rename(String name, Directory target, String newName, boolean replace) throws FileFault {
        synchronized (files()) {
            files().requireWritable(name);
            if (!(target instanceof NinePDirectory destination) || destination.files() != files()) {
                throw new FileFault(Reason.CROSS_DEVICE, newName);
            }
            NinePInode moved = files().find(this, name);
            if (moved == null) {
                throw new FileFault(Reason.NOT_FOUND, name);
            }
            NinePInode replaced = files().find(destination, newName);
            if (RenameRules.check((Inode) moved, target, (@Nullable Inode) replaced, replace, newName)) {
                int from = files().fidOf(this);
                client().rename(from, name, files().fidOf(destination), newName);
                moved.named(destination, newName);
                if (replaced != null) {
                    files().forget(replaced);
                }
            }
        }
    }

    @Override
    public void sync() throws FileFault {
        synchronized (files()) {
            withOpened(client()::sync);
        }
    }
}
