package dev.ristretto.run.share;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a client asks, it is answered or let go, and nothing outside of its folder changes. The system property
 * {@code filesystem.images} makes more clients; a seed is the number of one plus {@code filesystem.seed}.
 */
@Timeout(600)
class FolderFuzzTest {
    private static final int CLIENTS = Integer.getInteger("filesystem.images", 300);
    private static final long SEED = Long.getLong("filesystem.seed", 0);
    private static final int REQUESTS = 300;
    private static final int[] TYPES = {
        NinePMessage.STATFS,
        NinePMessage.OPEN,
        NinePMessage.CREATE,
        NinePMessage.SYMLINK,
        NinePMessage.MKNOD,
        NinePMessage.READLINK,
        NinePMessage.GETATTR,
        NinePMessage.SETATTR,
        NinePMessage.READDIR,
        NinePMessage.FSYNC,
        NinePMessage.LINK,
        NinePMessage.MKDIR,
        NinePMessage.RENAMEAT,
        NinePMessage.UNLINKAT,
        NinePMessage.ATTACH,
        NinePMessage.FLUSH,
        NinePMessage.WALK,
        NinePMessage.READ,
        NinePMessage.WRITE,
        NinePMessage.CLUNK
    };
    private static final String[] NAMES = {
        "a", "b", "c", "out", "..", ".", "../outside", "/", "a/b", "", "x\0", "..\0", "out/file", "outside"
    };

    @TempDir
    private Path temporary;

    @Test
    void clientsThatAskAnything() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Path secret = Files.writeString(outside.resolve("file"), "secret");
        Files.createSymbolicLink(folder.resolve("out"), outside);
        String before = Files.readAttributes(secret, "unix:*") + "";
        int answered = 0;
        try (Arena arena = Arena.ofConfined()) {
            LinuxCalls calls = new LinuxCalls(arena);
            byte[] path = folder.toString().getBytes(StandardCharsets.UTF_8);
            int root = (int)
                    calls.call(SystemCalls.OPENAT, LinuxCalls.NOWHERE, calls.text(path), LinuxCalls.PATH_ONLY, 0, 0);
            for (int i = 0; i < CLIENTS; i++) {
                long seed = SEED + i;
                try (FolderSession session = new FolderSession(root, false)) {
                    answered += converse(session, new Random(seed));
                } catch (RuntimeException | Error e) {
                    throw new AssertionError("seed " + seed, e);
                }
            }
            calls.close(root);
        }
        assertThat(answered).as("requests that were granted").isGreaterThan(CLIENTS);
        assertThat(Files.readAttributes(secret, "unix:*") + "").isEqualTo(before);
        assertThat(secret).hasContent("secret");
        try (var files = Files.list(outside)) {
            assertThat(files).containsExactly(secret);
        }
    }

    /** How many requests were granted. */
    private static int converse(FolderSession session, Random random) {
        NinePWriter request = new NinePWriter(FolderSession.LARGEST);
        int granted = 0;
        try {
            request.begin(NinePMessage.VERSION, 0).u32(1 << 16).string(NinePMessage.DIALECT);
            granted += send(session, request);
            request.begin(NinePMessage.ATTACH, 0)
                    .u32(0)
                    .u32(-1)
                    .string("")
                    .string("")
                    .u32(0);
            granted += send(session, request);
            for (int i = 0; i < REQUESTS; i++) {
                ask(request, random);
                granted += send(session, request);
            }
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
        return granted;
    }

    private static int send(FolderSession session, NinePWriter request) throws IOException {
        ByteBuffer message = request.end();
        ByteBuffer answer = session.answer(message.array(), message.limit());
        assertThat(answer.limit()).isBetween(NinePMessage.HEADER, session.largest());
        assertThat(session.fids()).isLessThanOrEqualTo(SharedFiles.MOST);
        return answer.get(Integer.BYTES) == NinePMessage.ERROR_REPLY ? 0 : 1;
    }

    /** Something of a form that has a meaning, mostly. */
    private static void ask(NinePWriter request, Random random) {
        int type = TYPES[random.nextInt(TYPES.length)];
        request.begin(random.nextInt(500) == 0 ? random.nextInt(256) : type, random.nextInt(3));
        switch (type) {
            case NinePMessage.STATFS, NinePMessage.READLINK, NinePMessage.CLUNK -> fid(request, random);
            case NinePMessage.OPEN, NinePMessage.FSYNC -> number(fid(request, random), random);
            case NinePMessage.CREATE ->
                mode(mode(name(fid(request, random), random), random), random).u32(0);
            case NinePMessage.SYMLINK ->
                name(name(fid(request, random), random), random).u32(0);
            case NinePMessage.MKNOD ->
                mode(name(fid(request, random), random), random).u32(1).u32(3).u32(0);
            case NinePMessage.GETATTR -> fid(request, random).u64(random.nextLong());
            case NinePMessage.SETATTR -> {
                mode(number(fid(request, random), random), random).u32(-1).u32(-1);
                request.u64(random.nextInt(10_000));
                for (int i = 0; i < 4; i++) {
                    request.u64(random.nextBoolean() ? random.nextInt(1000) : random.nextLong());
                }
            }
            case NinePMessage.READ, NinePMessage.READDIR ->
                number(fid(request, random).u64(random.nextInt(4) == 0 ? random.nextLong() : 0), random);
            case NinePMessage.WRITE -> {
                fid(request, random).u64(random.nextInt(10_000));
                int length = random.nextInt(2_000);
                request.data(ByteBuffer.allocate(length), length);
            }
            case NinePMessage.LINK -> name(fid(fid(request, random), random), random);
            case NinePMessage.MKDIR ->
                mode(name(fid(request, random), random), random).u32(0);
            case NinePMessage.RENAMEAT -> name(fid(name(fid(request, random), random), random), random);
            case NinePMessage.UNLINKAT ->
                name(fid(request, random), random).u32(random.nextBoolean() ? 0 : NinePMessage.REMOVE_DIRECTORY);
            case NinePMessage.ATTACH ->
                fid(request, random).u32(-1).string("").string("/").u32(0);
            case NinePMessage.FLUSH -> request.u16(random.nextInt(9));
            default -> {
                int count = random.nextInt(random.nextInt(20) == 0 ? 20 : 3);
                fid(fid(request, random), random).u16(count);
                for (int i = 0; i < count; i++) {
                    name(request, random);
                }
            }
        }
        if (random.nextInt(300) == 0) {
            request.u8(0);
        }
    }

    private static NinePWriter fid(NinePWriter request, Random random) {
        return request.u32(random.nextInt(50) == 0 ? random.nextInt() : random.nextInt(6));
    }

    private static NinePWriter name(NinePWriter request, Random random) {
        return request.string(NAMES[random.nextInt(NAMES.length)]);
    }

    private static NinePWriter number(NinePWriter request, Random random) {
        return request.u32(random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(4));
    }

    private static NinePWriter mode(NinePWriter request, Random random) {
        return request.u32(random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(020) << 12 | 0700);
    }
}
