package dev.ristretto.kernel.personality.jdk.resource;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sun.net.www.MessageHeader;
import sun.net.www.ParseUtil;
import sun.net.www.URLConnection;

/** Reads what a {@code file} URL names, as the JDK's own connection does: a folder is the list of its names. */
final class ClassPathConnection extends URLConnection {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private @Nullable Inode file;
    private @Nullable InputStream stream;
    private boolean hasHeaders;

    ClassPathConnection(URL url) {
        super(url);
    }

    @Override
    public void connect() throws IOException {
        opened();
    }

    private Inode opened() throws IOException {
        Inode known = file;
        if (known == null) {
            String path = ParseUtil.decode(url.getPath());
            try {
                known = SystemInstance.files().find(path, true);
            } catch (FileFault e) {
                throw new FileNotFoundException(path + " (No such file or directory)");
            }
            file = known;
            connected = true;
        }
        return known;
    }

    /** The same stream each time. */
    @Override
    public synchronized InputStream getInputStream() throws IOException {
        InputStream open = stream;
        if (open == null) {
            open = switch (opened()) {
                case RegularFile regular -> new RegularFileStream(regular);
                case Directory directory -> new ByteArrayInputStream(listing(directory));
                default -> throw new FileNotFoundException(url.getPath() + " (No such file or directory)");
            };
            stream = open;
        }
        return open;
    }

    private static byte[] listing(Directory directory) throws IOException {
        try {
            return directory.names().stream()
                    .map(name -> name + "\n")
                    .collect(Collectors.joining())
                    .getBytes(StandardCharsets.UTF_8);
        } catch (FileFault e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public long getContentLengthLong() {
        Inode found = found();
        return found == null ? 0 : found.size();
    }

    @Override
    public int getContentLength() {
        long length = getContentLengthLong();
        return length > Integer.MAX_VALUE ? -1 : (int) length;
    }

    @Override
    public long getLastModified() {
        Inode found = found();
        return found == null ? 0 : found.modified() / NANOS_PER_MILLI;
    }

    private @Nullable Inode found() {
        try {
            return opened();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public @Nullable String getHeaderField(String name) {
        return getProperties().findValue(name);
    }

    @Override
    public @Nullable String getHeaderField(int index) {
        return getProperties().getValue(index);
    }

    @Override
    public @Nullable String getHeaderFieldKey(int index) {
        return getProperties().getKey(index);
    }

    @Override
    public Map<String, List<String>> getHeaderFields() {
        return getProperties().getHeaders();
    }

    /** The headers that a server would send with this file. */
    @Override
    public synchronized MessageHeader getProperties() {
        MessageHeader headers = super.getProperties();
        Inode found = hasHeaders ? null : found();
        if (found instanceof Directory) {
            headers.add("content-type", "text/plain");
        } else if (found != null) {
            String type = getFileNameMap().getContentTypeFor(url.getPath());
            if (type != null) {
                headers.add("content-type", type);
            }
            headers.add("content-length", Long.toString(found.size()));
            SimpleDateFormat format = new SimpleDateFormat("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
            format.setTimeZone(TimeZone.getTimeZone("GMT"));
            headers.add("last-modified", format.format(new Date(getLastModified())));
        }
        hasHeaders = true;
        return headers;
    }
}
