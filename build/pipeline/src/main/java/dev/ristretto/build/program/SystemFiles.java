package dev.ristretto.build.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What programs of Linux find in every image, and variables that all of them have. */
final class SystemFiles {
    static final String CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";

    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String REASON = "users and names";

    private SystemFiles() {}

    /** The users that there are, and where names are looked up; {@code /etc/hosts} is the kernel's. */
    static void addTo(ProgramFiles files) throws IOException {
        text(files, "/etc/passwd", """
                root:x:0:0:root:/root:/bin/sh
                nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
                """);
        text(files, "/etc/group", """
                root:x:0:
                nogroup:x:65534:
                """);
        text(files, "/etc/nsswitch.conf", """
                passwd: files
                group: files
                hosts: files dns
                """);
    }

    private static void text(ProgramFiles files, String path, String contents) throws IOException {
        files.addText(path, contents.getBytes(StandardCharsets.UTF_8), REASON);
    }

    /** Whom TLS trusts, as this host does. */
    static Map<String, String> addCertificates(ProgramFiles files, Path system) throws IOException {
        Path bundle = system.resolve(CERTIFICATES.substring(1));
        if (!Files.isReadable(bundle)) {
            return Map.of();
        }
        files.add(bundle, CERTIFICATES, "whom TLS trusts");
        // OpenSSL would look for a file per authority, under names of the distribution's.
        return Map.of("SSL_CERT_FILE", CERTIFICATES);
    }

    /**
     * The variables of a program that runs others by the name of its runtime, wherever that is.
     *
     * @param runtime where it is in the image
     */
    static Map<String, String> environment(String directory, String runtime) {
        Map<String, String> environment = environment(directory);
        String folder = runtime.substring(0, runtime.lastIndexOf('/'));
        if (!List.of(PATH.split(":")).contains(folder)) {
            environment.put("PATH", folder + ":" + PATH);
        }
        return environment;
    }

    /**
     * The variables of a program.
     *
     * @param directory the working directory
     */
    static Map<String, String> environment(String directory) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", PATH);
        environment.put("HOME", "/root");
        environment.put("LANG", "C.UTF-8");
        environment.put("PWD", directory);
        return environment;
    }
}
