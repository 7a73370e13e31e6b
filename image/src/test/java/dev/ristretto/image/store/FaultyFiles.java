package dev.ristretto.image.store;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** The files of this computer, whose operations can be told to fail. Not safe for use by several threads. */
final class FaultyFiles {
    private final FileSystem real = FileSystems.getDefault();
    private final Provider provider = new Provider();
    private final Files files = new Files();
    private int operations;
    private int first = Integer.MAX_VALUE;
    private int last = Integer.MAX_VALUE;

    /** A path whose files are these. */
    Path path(Path path) {
        return (Path) Proxy.newProxyInstance(
                FaultyFiles.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return files;
                    }
                    Object[] plain = arguments == null ? new Object[0] : arguments.clone();
                    for (int i = 0; i < plain.length; i++) {
                        plain[i] = plain[i] instanceof Path other ? plain(other) : plain[i];
                    }
                    if (method.getName().equals("toRealPath")) {
                        fail("resolve " + path);
                    }
                    try {
                        Object result = method.invoke(path, plain);
                        if (result instanceof Iterator<?> iterator) {
                            return wrapped(iterator);
                        }
                        return result instanceof Path other ? path(other) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Iterator<Path> wrapped(Iterator<?> iterator) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Path next() {
                return path((Path) iterator.next());
            }
        };
    }

    private Path plain(Path path) {
        return path.getFileSystem() == files ? real.getPath(path.toString()) : path;
    }

    /** From now on the operations of these numbers fail, counted from 0. */
    void failFrom(int number, int end) {
        operations = 0;
        first = number;
        last = end;
    }

    /** How many operations there were since. */
    int operations() {
        return operations;
    }

    private void fail(String what) throws IOException {
        int number = operations++;
        if (number >= first && number < last) {
            throw new IOException("injected fault: " + what);
        }
    }

    private final class Files extends FileSystem {
        @Override
        public FileSystemProvider provider() {
            return provider;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return path(real.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }

    private final class Provider extends FileSystemProvider {
        private final FileSystemProvider system = real.provider();

        @Override
        public String getScheme() {
            return "faulty";
        }

        @Override
        public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileSystem getFileSystem(URI uri) {
            return files;
        }

        @Override
        public Path getPath(URI uri) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SeekableByteChannel newByteChannel(
                Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
            return newFileChannel(path, options, attributes);
        }

        @Override
        public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
                throws IOException {
            fail("open " + path);
            return new Channel(system.newFileChannel(plain(path), options, attributes), path);
        }

        @Override
        public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
                throws IOException {
            fail("list " + folder);
            DirectoryStream<Path> stream = system.newDirectoryStream(plain(folder), path -> filter.accept(path(path)));
            return new DirectoryStream<>() {
                @Override
                public Iterator<Path> iterator() {
                    return wrapped(stream.iterator());
                }

                @Override
                public void close() throws IOException {
                    stream.close();
                }
            };
        }

        @Override
        public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
            fail("make " + folder);
            system.createDirectory(plain(folder), attributes);
        }

        @Override
        public void delete(Path path) throws IOException {
            fail("delete " + path);
            system.delete(plain(path));
        }

        @Override
        public void copy(Path from, Path to, CopyOption... options) throws IOException {
            fail("copy " + from);
            system.copy(plain(from), plain(to), options);
        }

        @Override
        public void move(Path from, Path to, CopyOption... options) throws IOException {
            fail("move " + from);
            system.move(plain(from), plain(to), options);
        }

        @Override
        public boolean isSameFile(Path one, Path other) throws IOException {
            fail("compare " + one);
            return system.isSameFile(plain(one), plain(other));
        }

        @Override
        public boolean isHidden(Path path) throws IOException {
            return system.isHidden(plain(path));
        }

        @Override
        public FileStore getFileStore(Path path) throws IOException {
            return system.getFileStore(plain(path));
        }

        @Override
        public void checkAccess(Path path, AccessMode... modes) throws IOException {
            fail("check " + path);
            system.checkAccess(plain(path), modes);
        }

        @Override
        public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
            V view = system.getFileAttributeView(plain(path), type, options);
            return type.cast(Proxy.newProxyInstance(
                    FaultyFiles.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        fail(method.getName() + " " + path);
                        try {
                            return method.invoke(view, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        @Override
        public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
                throws IOException {
            fail("look at " + path);
            return system.readAttributes(plain(path), type, options);
        }

        @Override
        public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
                throws IOException {
            fail("look at " + path);
            return system.readAttributes(plain(path), attributes, options);
        }

        @Override
        public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
            fail("change " + path);
            system.setAttribute(plain(path), attribute, value, options);
        }
    }

    /** Fails to read, write and force; closing always works, as the operating system sees to it. */
    private final class Channel extends FileChannel {
        private final FileChannel channel;
        private final Path path;

        Channel(FileChannel channel, Path path) {
            this.channel = channel;
            this.path = path;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            fail("read " + path);
            return channel.read(target);
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
            fail("read " + path);
            return channel.read(targets, offset, length);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            fail("write " + path);
            return channel.write(source);
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            fail("write " + path);
            return channel.write(sources, offset, length);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            channel.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            fail("truncate " + path);
            channel.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            // Nobody cuts the power, and waiting for the disk would take most of the time.
            fail("force " + path);
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
            fail("read " + path);
            return channel.transferTo(position, count, target);
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
            fail("write " + path);
            return channel.transferFrom(source, position, count);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            fail("read " + path);
            return channel.read(target, position);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            fail("write " + path);
            return channel.write(source, position);
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) throws IOException {
            fail("lock " + path);
            return channel.lock(position, size, shared);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            fail("lock " + path);
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
