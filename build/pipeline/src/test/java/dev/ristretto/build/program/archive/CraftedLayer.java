package dev.ristretto.build.program.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar archive of a test's own, with whatever names it wants. */
public final class CraftedLayer {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    /** Empty so far. */
    public CraftedLayer() {
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    public CraftedLayer file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8), 0644, 0);
    }

    public CraftedLayer program(String name) {
        return file(name, "#!/bin/sh\n".getBytes(StandardCharsets.UTF_8), 0755, 0);
    }

    CraftedLayer file(String name, byte[] contents, int mode, int user) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(contents.length);
        entry.setMode(mode);
        entry.setUserId(user);
        return put(entry, contents);
    }

    CraftedLayer folder(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry(name + "/", true);
        entry.setMode(mode);
        return put(entry);
    }

    /** GNU's way to say a name that is too long for a header. */
    CraftedLayer longName(byte[] name) {
        TarArchiveEntry entry = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME, true);
        entry.setSize(name.length);
        return put(entry, name);
    }

    CraftedLayer link(String name, String target) {
        return special(name, TarConstants.LF_SYMLINK, target);
    }

    CraftedLayer hardLink(String name, String target) {
        return special(name, TarConstants.LF_LINK, target);
    }

    CraftedLayer special(String name, byte type, String target) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        return put(entry);
    }

    private CraftedLayer put(TarArchiveEntry entry, byte... contents) {
        try {
            entry.setModTime(1_700_000_000_000L);
            tar.putArchiveEntry(entry);
            tar.write(contents);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    byte[] bytes() {
        try {
            tar.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    byte[] zipped() {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
