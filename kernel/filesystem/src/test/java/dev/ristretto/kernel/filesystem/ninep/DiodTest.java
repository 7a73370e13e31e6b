package dev.ristretto.kernel.filesystem.ninep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.RandomChanges;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.block.LittleEndian;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server of somebody else, diod, serves a folder of this host. Debian's is from before the request to unlink. */
@Timeout(300)
class DiodTest {
    /** Debian's package would have a daemon listen on the network, so that nothing installs it by itself. */
    private static final Path PROGRAM = Path.of("/usr/sbin/diod");

    private static final int STEPS = Integer.getInteger("filesystem.steps", 3_000);
    private static final long SEED = Long.getLong("filesystem.seed", 0);

    @TempDir
    private Path folder;

    /** A server that is reached by the standard streams of its process. */
    private record Diod(Process process) implements NinePTransport {
        static Diod serve(Path folder) throws IOException {
            assumeTrue(Files.isExecutable(PROGRAM), "diod is not installed");
            return new Diod(new ProcessBuilder(
                            PROGRAM.toString(),
                            "--foreground",
                            "--rfdno=0",
                            "--wfdno=1",
                            "--no-auth",
                            "--allsquash",
                            "--squashuser=" + System.getProperty("user.name"),
                            "--config-file=/dev/null",
                            "--logdest=stderr",
                            "--export=" + folder)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }

        @Override
        public int largest() {
            return 1 << 16;
        }

        @Override
        public int exchange(ByteBuffer request, byte[] reply) throws FileFault {
            try {
                process.getOutputStream().write(request.array(), 0, request.limit());
                process.getOutputStream().flush();
                int read = process.getInputStream().readNBytes(reply, 0, Integer.BYTES);
                int length = read < Integer.BYTES ? 0 : LittleEndian.i32(reply, 0);
                if (length < NinePMessage.HEADER || length > reply.length) {
                    throw new IOException("a message of " + length + " bytes");
                }
                return read + process.getInputStream().readNBytes(reply, read, length - read);
            } catch (IOException e) {
                throw new FileFault(FileFault.Reason.IO, String.valueOf(e.getMessage()), e);
            }
        }

        /** It ends when nobody speaks to it any more. */
        @Override
        public void close() {
            try {
                process.getOutputStream().close();
                assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void doesWhatAModelDoes() throws Exception {
        long seed = SEED + 1;
        NinePVolume volume = NinePVolume.mount(Diod.serve(folder), folder.toString(), () -> 0, false);
        MemoryVolume model = new MemoryVolume(1L << 30, () -> 0);
        RandomChanges changes = new RandomChanges(seed, volume, model, 400)
                .withoutAttributes()
                .ofUser()
                .withoutRemoving();
        volume.root().setPermissions(0755, 0);
        for (int step = 1; step <= STEPS; step++) {
            changes.step(step);
        }
        changes.compare("the end");
        changes.closeAll();
        volume.close();
    }

    @Test
    void theSameFilesAreOnTheHost() throws Exception {
        Files.writeString(folder.resolve("theirs"), "from the host");
        NinePVolume volume = NinePVolume.mount(Diod.serve(folder), folder.toString(), () -> 0, false);
        RegularFile theirs = (RegularFile) Objects.requireNonNull(volume.root().find("theirs"));
        ByteBuffer target = ByteBuffer.allocate(100);
        assertThat(theirs.read(5, target)).isEqualTo(8);
        assertThat(StandardCharsets.UTF_8.decode(target.flip()).toString()).isEqualTo("the host");
        RegularFile ours = volume.root().createDirectory("folder", 0755).createFile("ours", 0600);
        assertThat(ours.write(0, ByteBuffer.wrap("from inside".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(11);
        ours.sync();
        volume.root().sync();
        assertThat(folder.resolve("folder/ours")).hasContent("from inside");
        assertThat(volume.status().blocks()).isPositive();
        volume.close();
    }
}
