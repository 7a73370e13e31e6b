package dev.ristretto.tools.tracer;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The file with the findings, always whole. Thread-safe. */
final class FindingsFile {
    private final Findings findings;
    private final File file;
    private int written = -1;

    FindingsFile(Findings findings, File file) {
        this.findings = findings;
        this.file = file;
    }

    /** Writes it if there is something new. If that fails, what was written before stays. */
    synchronized void write() {
        int size = findings.size();
        if (size == written) {
            return;
        }
        File next = new File(file.getPath() + ".next");
        try {
            try (FileOutputStream out = new FileOutputStream(next)) {
                out.write(FindingsJson.of(findings.sorted()).getBytes(StandardCharsets.UTF_8));
            }
            if (next.renameTo(file)) {
                written = size;
            }
        } catch (IOException e) {
            // The application goes on; who has started it sees that there is no file.
        }
    }
}
