package dev.ristretto.run.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that wants to get out of its folder, to what is beside it, or to wear the host out. */
@Timeout(120)
class FolderAttackTest {
    private static final String SECRET = "secret";

    @TempDir
    private Path temporary;

    private Path folder;
    private Path outside;
    private FolderServer server;
    private RawClient client;
    private String before;

    @BeforeEach
    void serve() throws Exception {
        folder = Files.createDirectory(temporary.resolve("folder"));
        outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("file"), SECRET);
        Files.createDirectory(outside.resolve("below"));
        Files.writeString(folder.resolve("file"), "inside");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/file"), "inside");
        Files.createSymbolicLink(folder.resolve("absolute"), outside);
        Files.createSymbolicLink(folder.resolve("relative"), Path.of("../outside"));
        Files.createSymbolicLink(folder.resolve("to-file"), outside.resolve("file"));
        before = snapshot(outside);
        server = FolderServer.start(folder, false, temporary.resolve("socket"));
        client = RawClient.connect(temporary.resolve("socket"));
    }

    /** Whatever was tried: what is outside is as it was. */
    @AfterEach
    void nothingOutsideHasChanged() throws Exception {
        client.close();
        server.close();
        assertThat(snapshot(outside)).isEqualTo(before);
        try (var inside = Files.list(temporary)) {
            assertThat(inside.map(Path::getFileName).map(Path::toString))
                    .containsExactlyInAnyOrder("folder", "outside");
        }
    }

    private static String snapshot(Path folder) throws IOException {
        TreeMap<String, String> found = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String contents = Files.isRegularFile(file) ? Files.readString(file) : "";
                found.put(
                        file.toString(),
                        Files.readAttributes(file, "unix:mode,nlink,uid,gid,ino,lastModifiedTime") + contents);
            }
        }
        return found.toString();
    }

    private void refuses(long expected) throws FileFault {
        assertThat(client.error()).isEqualTo(expected);
    }

    @Test
    void namesThatArePathsAreRefused() throws Exception {
        for (String name : new String[] {"..", ".", "", "../outside/file", "sub/file", "/etc", "file\0", "a/.."}) {
            assertThat(client.walk(name)).as(name).isEqualTo(-ErrorNumbers.EINVAL);
            assertThat(client.walk("sub", name)).as(name).isEqualTo(1);
            client.walk();
            client.begin(NinePMessage.CREATE)
                    .u32(1)
                    .string(name)
                    .u32(2)
                    .u32(0644)
                    .u32(0);
            refuses(ErrorNumbers.EINVAL);
            client.begin(NinePMessage.MKDIR).u32(0).string(name).u32(0755).u32(0);
            refuses(ErrorNumbers.EINVAL);
            client.begin(NinePMessage.SYMLINK).u32(0).string(name).string("x").u32(0);
            refuses(ErrorNumbers.EINVAL);
            client.begin(NinePMessage.MKNOD)
                    .u32(0)
                    .string(name)
                    .u32(0010644)
                    .u32(0)
                    .u32(0)
                    .u32(0);
            refuses(ErrorNumbers.EINVAL);
            client.walk("file");
            client.begin(NinePMessage.LINK).u32(0).u32(1).string(name);
            refuses(ErrorNumbers.EINVAL);
            client.begin(NinePMessage.RENAMEAT).u32(0).string(name).u32(0).string("x");
            refuses(ErrorNumbers.EINVAL);
            client.begin(NinePMessage.RENAMEAT).u32(0).string("file").u32(0).string(name);
            refuses(ErrorNumbers.EINVAL);
            client.begin(NinePMessage.UNLINKAT).u32(0).string(name).u32(0);
            refuses(ErrorNumbers.EINVAL);
        }
        assertThat(client.walk("x".repeat(256))).isEqualTo(-ErrorNumbers.ENAMETOOLONG);
        assertThat(client.walk("...")).isEqualTo(-ErrorNumbers.ENOENT);
    }

    @Test
    void linksLeadNowhere() throws Exception {
        for (String link : new String[] {"absolute", "relative", "to-file"}) {
            assertThat(client.walk(link, "file")).as(link).isEqualTo(1);
            assertThat(client.walk(link)).isEqualTo(1);
            for (int access = 0; access < 3; access++) {
                client.begin(NinePMessage.OPEN).u32(1).u32(access);
                refuses(ErrorNumbers.EPERM);
            }
            client.begin(NinePMessage.MKDIR).u32(1).string("x").u32(0755).u32(0);
            refuses(ErrorNumbers.ENOTDIR);
            client.begin(NinePMessage.UNLINKAT).u32(1).string("file").u32(0);
            refuses(ErrorNumbers.ENOTDIR);
            client.begin(NinePMessage.RENAMEAT).u32(0).string("file").u32(1).string("x");
            refuses(ErrorNumbers.ENOTDIR);
            set(NinePMessage.SET_SIZE, 0);
            refuses(ErrorNumbers.EINVAL);
            set(NinePMessage.SET_MODE, 0777);
            refuses(ErrorNumbers.EOPNOTSUPP);
            // The times of the link itself.
            set(NinePMessage.SET_MODIFIED, 0);
            refuses(0);
        }
    }

    private void set(int what, int permissions) {
        client.begin(NinePMessage.SETATTR).u32(1).u32(what).u32(permissions);
        client.rest().u32(0).u32(0).u64(0).u64(0).u64(0).u64(0).u64(0);
    }

    /** While the client walks, what it walks through becomes a link that leads outside, and a folder again. */
    @Test
    void aFolderThatBecomesALinkLeadsNowhere() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean failed = new AtomicBoolean();
        Thread swapping = new Thread(() -> {
            try {
                while (!over.get()) {
                    Files.move(folder.resolve("sub"), folder.resolve("away"));
                    Files.createSymbolicLink(folder.resolve("sub"), outside);
                    Files.delete(folder.resolve("sub"));
                    Files.move(folder.resolve("away"), folder.resolve("sub"));
                }
            } catch (IOException e) {
                failed.set(true);
            }
        });
        swapping.start();
        int reached = 0;
        int missed = 0;
        try {
            for (int i = 0; i < 200_000 && (i < 3_000 || reached < 50 || missed < 50); i++) {
                if (client.walk("sub", "file") == 2) {
                    reached++;
                    assertThat(read()).isEqualTo("inside");
                } else {
                    missed++;
                }
                client.walk("sub");
                client.begin(NinePMessage.MKDIR).u32(1).string("made").u32(0755).u32(0);
                boolean made = client.error() == 0;
                client.begin(NinePMessage.UNLINKAT)
                        .u32(1)
                        .string(made ? "made" : "below")
                        .u32(NinePMessage.REMOVE_DIRECTORY);
                long unused = client.error();
            }
        } finally {
            over.set(true);
            swapping.join();
        }
        assertThat(failed).isFalse();
        assertThat(reached).as("walks that got there").isPositive();
        assertThat(missed).as("walks that did not").isPositive();
    }

    private String read() throws FileFault {
        client.begin(NinePMessage.OPEN).u32(1).u32(0);
        refuses(0);
        client.begin(NinePMessage.READ).u32(1).u64(0).u32(100);
        NinePReader answer = Objects.requireNonNull(client.answer());
        return StandardCharsets.UTF_8.decode(answer.data(answer.u32())).toString();
    }

    @Test
    void nobodyGetsRightsOrDevicesByIt() throws Exception {
        for (int bits : new int[] {04755, 02755, 06777}) {
            client.walk();
            client.begin(NinePMessage.CREATE)
                    .u32(1)
                    .string("x")
                    .u32(2)
                    .u32(bits)
                    .u32(0);
            refuses(ErrorNumbers.EPERM);
            client.begin(NinePMessage.MKDIR).u32(0).string("x").u32(bits).u32(0);
            refuses(ErrorNumbers.EPERM);
            client.walk("file");
            set(NinePMessage.SET_MODE, bits);
            refuses(ErrorNumbers.EPERM);
        }
        for (int kind : new int[] {0020000, 0060000, 0100000, 0040000, 0120000}) {
            client.begin(NinePMessage.MKNOD).u32(0).string("x").u32(kind | 0600);
            client.rest().u32(1).u32(3).u32(0);
            refuses(ErrorNumbers.EPERM);
        }
        assertThat(folder.resolve("x")).doesNotExist();
        Files.setAttribute(folder.resolve("file"), "unix:mode", 0104755);
        client.walk("file");
        client.begin(NinePMessage.OPEN).u32(1).u32(NinePMessage.READ_WRITE);
        refuses(ErrorNumbers.EPERM);
        set(NinePMessage.SET_SIZE, 0);
        refuses(ErrorNumbers.EPERM);
        assertThat(read()).isEqualTo("inside");
    }

    /** Opening one would wait for somebody at its other end. */
    @Test
    void pipesAreNotOpened() throws Exception {
        client.begin(NinePMessage.MKNOD).u32(0).string("pipe").u32(0010600);
        client.rest().u32(0).u32(0).u32(0);
        refuses(0);
        assertThat(client.walk("pipe")).isEqualTo(1);
        client.begin(NinePMessage.OPEN).u32(1).u32(0);
        refuses(ErrorNumbers.EPERM);
    }

    @Test
    void flagsThatNobodyNeedsAreRefused() throws Exception {
        client.walk("file");
        for (int flags : new int[] {3, 0100, 01000, 010000, LinuxCalls.PATH_ONLY, 020200000}) {
            client.begin(NinePMessage.OPEN).u32(1).u32(flags);
            refuses(ErrorNumbers.EINVAL);
        }
    }

    @Test
    void fidsAreBounded() throws Exception {
        long error = 0;
        int fid = 1;
        for (; error == 0; fid++) {
            client.begin(NinePMessage.WALK).u32(0).u32(fid).u16(0);
            error = client.error();
        }
        assertThat(error).isEqualTo(ErrorNumbers.EMFILE);
        assertThat(fid).isEqualTo(SharedFiles.MOST + 1);
        client.clunk(1);
        assertThat(client.walk("file")).isEqualTo(1);
    }

    @Test
    void fidsThatAreNoneAreRefused() throws Exception {
        client.begin(NinePMessage.READ).u32(5).u64(0).u32(10);
        refuses(ErrorNumbers.EBADF);
        client.begin(NinePMessage.READ).u32(0).u64(0).u32(10);
        refuses(ErrorNumbers.EBADF);
        client.begin(NinePMessage.WALK).u32(0).u32(0).u16(0);
        refuses(0);
        client.walk("file");
        client.begin(NinePMessage.WALK).u32(0).u32(1).u16(0);
        refuses(ErrorNumbers.EBADF);
        client.begin(NinePMessage.WALK).u32(0).u32(NinePMessage.NO_FID).u16(0);
        refuses(ErrorNumbers.EBADF);
        client.begin(100 + 2);
        refuses(ErrorNumbers.EOPNOTSUPP);
    }

    @Test
    void aReadTakesNoMoreRoomThanAMessage() throws Exception {
        Files.write(folder.resolve("large"), new byte[1 << 20]);
        client.walk("large");
        client.begin(NinePMessage.OPEN).u32(1).u32(0);
        refuses(0);
        client.begin(NinePMessage.READ).u32(1).u64(0).u32(-1);
        NinePReader answer = Objects.requireNonNull(client.answer());
        assertThat(answer.u32()).isEqualTo(FolderSession.LARGEST - NinePMessage.DATA_HEADER);
    }

    private void endsWith(byte[] bytes) throws IOException {
        SocketChannel channel = client.transport().channel();
        ByteBuffer message = ByteBuffer.wrap(bytes);
        while (message.hasRemaining()) {
            int unused = channel.write(message);
        }
        assertThat(hasEnded(channel)).isTrue();
    }

    private static boolean hasEnded(SocketChannel channel) throws IOException {
        try {
            return channel.read(ByteBuffer.allocate(100)) == -1;
        } catch (SocketException e) {
            // It did not even read to the end.
            return true;
        }
    }

    private static byte[] header(int size, int type) {
        return ByteBuffer.allocate(NinePMessage.HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(size)
                .put((byte) type)
                .putShort((short) 1)
                .array();
    }

    @Test
    void messagesThatAreTooLongEndTheConversation() throws Exception {
        endsWith(header(FolderSession.LARGEST + 1, NinePMessage.WALK));
    }

    @Test
    void messagesThatAreTooShortEndTheConversation() throws Exception {
        endsWith(header(NinePMessage.HEADER - 1, NinePMessage.WALK));
    }

    @Test
    void aRequestWithoutItsPartsEndsTheConversation() throws Exception {
        endsWith(header(NinePMessage.HEADER, NinePMessage.WALK));
    }

    /** It asks and asks, and never listens to an answer. */
    @Test
    void aClientThatDoesNotListenIsLetGo() throws Exception {
        SocketChannel channel = client.transport().channel();
        channel.configureBlocking(false);
        ByteBuffer request = client.begin(NinePMessage.GETATTR).u32(0).u64(0).end();
        int full = 0;
        while (full < 100) {
            int written = channel.write(request.duplicate());
            full = written < request.limit() ? full + 1 : 0;
        }
        server.close();
        assertThatThrownBy(() -> SocketTransport.connect(temporary.resolve("socket")))
                .isInstanceOf(IOException.class);
    }

    /** It says half a word and waits. */
    @Test
    void aClientThatSaysNothingIsLetGo() throws Exception {
        int unused = client.transport().channel().write(ByteBuffer.wrap(new byte[] {9, 0}));
        server.close();
        assertThat(hasEnded(client.transport().channel())).isTrue();
    }
}
