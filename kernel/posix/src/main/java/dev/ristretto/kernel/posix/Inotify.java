package dev.ristretto.kernel.posix;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.DirectoryWatcher;
import dev.ristretto.kernel.filesystem.FileChange;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileWatches;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.Location;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * inotify(7): reading gives what has happened to the files in directories that are watched, as structures {@code
 * inotify_event}. Directories alone can be watched, and the flags of a watch beside its events are not known.
 *
 * <p>An event that repeats the one before it is left out while that has not been read. When {@value #MOST_EVENTS}
 * events wait, one says that others were lost, and they are. Safe for use by several threads.
 */
public final class Inotify extends OpenFile {
    /** A file was written or cut. */
    public static final int MODIFY = 0x2;

    /** A file's permissions, owner or times were set. */
    public static final int ATTRIB = 0x4;

    /** A file has another name now. */
    public static final int MOVED_FROM = 0x40;

    /** This is that name. */
    public static final int MOVED_TO = 0x80;

    /** A name has been made. */
    public static final int CREATE = 0x100;

    /** A name has been taken away. */
    public static final int DELETE = 0x200;

    /** Events were lost; of no watch. Told without being asked for, as are those that follow. */
    public static final int QUEUE_OVERFLOW = 0x4000;

    /** The watch is over. */
    public static final int IGNORED = 0x8000;

    /** The file is a directory. */
    public static final int IS_DIRECTORY = 0x4000_0000;

    /** Bytes of an event before its name: watch, mask, cookie and length of the name, of 4 bytes each. */
    public static final int EVENT_SIZE = 16;

    /** As many as Linux keeps. */
    private static final int MOST_EVENTS = 16384;

    private static final int NO_WATCH = -1;
    private static final int ALL_EVENTS = 0xfff;

    private final Mutex mutex = new Mutex();
    private final Map<Integer, Watch> watches = new HashMap<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private int lastNumber;

    /** Watches nothing yet. */
    public Inotify() {}

    /** Something that happened; an event of the watch itself has no name. */
    private record Event(int watch, int mask, int cookie, String name) {
        /** The cookie tells apart what is the same otherwise. */
        boolean repeats(@Nullable Event other) {
            return equals(other) && (mask & IGNORED) == 0;
        }

        /** The name is followed by zeros, one at least, up to a whole number of events' sizes. */
        byte[] paddedName() {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            return bytes.length == 0 ? bytes : Arrays.copyOf(bytes, (bytes.length / EVENT_SIZE + 1) * EVENT_SIZE);
        }
    }

    private final class Watch implements DirectoryWatcher {
        private final int number;
        private final Directory directory;
        private final FileWatches ofMount;
        private volatile int mask;

        Watch(int number, Directory directory, FileWatches ofMount, int mask) {
            this.number = number;
            this.directory = directory;
            this.ofMount = ofMount;
            this.mask = mask;
        }

        void begin() {
            ofMount.add(directory, this);
        }

        void end() {
            ofMount.remove(directory, this);
        }

        @Override
        public void changed(FileChange change, String name, Inode file, int move) {
            int event = switch (change) {
                case CREATED -> CREATE;
                case DELETED -> DELETE;
                case MODIFIED -> MODIFY;
                case ATTRIBUTES -> ATTRIB;
                case MOVED_FROM -> MOVED_FROM;
                case MOVED_TO -> MOVED_TO;
            };
            if ((mask & event) != 0) {
                int kind = file.kind() == FileKind.DIRECTORY ? IS_DIRECTORY : 0;
                add(this, new Event(number, event | kind, move, name));
            }
        }

        @Override
        public void gone() {
            add(this, new Event(number, IGNORED, 0, ""));
            try (var _ = mutex.hold()) {
                watches.remove(number);
            }
        }
    }

    /**
     * inotify_add_watch(2): watches a directory, or another set of its events.
     *
     * @param path of the directory
     * @param mask of the events from {@link #MODIFY} to {@link #DELETE}
     * @return the number of the watch, the same one for the same directory
     * @throws PosixException ENOENT, ENOTDIR, EINVAL if the mask has none or something else
     */
    public int watch(ProcessFiles files, String path, int mask) throws PosixException {
        if ((mask & ALL_EVENTS) == 0 || (mask & ~ALL_EVENTS) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        Location location = files.locate(path, true);
        if (!(location.inode() instanceof Directory directory)) {
            throw new PosixException(Errno.ENOTDIR);
        }
        Watch watch;
        try (var _ = mutex.hold()) {
            for (Watch known : watches.values()) {
                if (known.directory == directory) {
                    known.mask = mask;
                    return known.number;
                }
            }
            lastNumber++;
            watch = new Watch(lastNumber, directory, location.mount().watches(), mask);
            watches.put(watch.number, watch);
        }
        watch.begin();
        return watch.number;
    }

    /**
     * inotify_rm_watch(2): ends a watch, which is told as an event.
     *
     * @throws PosixException EINVAL if there is none of that number
     */
    public void unwatch(int number) throws PosixException {
        Watch watch;
        try (var _ = mutex.hold()) {
            watch = watches.get(number);
        }
        if (watch == null) {
            throw new PosixException(Errno.EINVAL);
        }
        watch.end();
        watch.gone();
    }

    /** What happens to a file while a watch ends may be told after its end, and is not. */
    private void add(Watch watch, Event event) {
        try (var _ = mutex.hold()) {
            if (watches.get(watch.number) != watch || event.repeats(events.peekLast())) {
                return;
            }
            if (events.size() < MOST_EVENTS) {
                events.addLast(event);
            } else if (events.getLast().watch != NO_WATCH) {
                events.addLast(new Event(NO_WATCH, QUEUE_OVERFLOW, 0, ""));
            }
        }
        readinessChanged(PollEvents.IN);
    }

    /** As many whole events as there is room for; EINVAL if there is none for the first. */
    @Override
    protected int tryRead(ByteBuffer target) throws PosixException {
        int start = target.position();
        try (var _ = mutex.hold()) {
            if (events.isEmpty()) {
                return WOULD_BLOCK;
            }
            while (!events.isEmpty()) {
                Event event = events.getFirst();
                byte[] name = event.paddedName();
                if (target.remaining() < EVENT_SIZE + name.length) {
                    break;
                }
                ByteBuffer structure = target.duplicate().order(ByteOrder.LITTLE_ENDIAN);
                structure.putInt(event.watch).putInt(event.mask).putInt(event.cookie);
                structure.putInt(name.length).put(name);
                target.position(structure.position());
                events.removeFirst();
            }
        }
        if (target.position() == start) {
            throw new PosixException(Errno.EINVAL);
        }
        return target.position() - start;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ANONYMOUS;
    }

    @Override
    public int readiness() {
        try (var _ = mutex.hold()) {
            return events.isEmpty() ? 0 : PollEvents.IN;
        }
    }

    @Override
    protected void release() {
        Collection<Watch> ended;
        try (var _ = mutex.hold()) {
            ended = new ArrayDeque<>(watches.values());
            watches.clear();
        }
        ended.forEach(Watch::end);
    }
}
