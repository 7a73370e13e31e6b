package dev.ristretto.kernel.personality.jdk.resource;

import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;

/** Opens locations of resources without the JDK's handler of files, which would bring FTP and sorting by languages. */
final class ClassPathHandler extends URLStreamHandler {
    static final ClassPathHandler INSTANCE = new ClassPathHandler();

    private ClassPathHandler() {}

    @Override
    protected URLConnection openConnection(URL url) {
        return new ClassPathConnection(url);
    }
}
