package dev.ristretto.kernel.filesystem.ninep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class NinePVolumeTest {
    private static final int LARGEST = 8192;

    private final MemoryVolume shared = new MemoryVolume(1 << 24, () -> 5_000_000_000L);
    private final ModelServer server = new ModelServer(shared, LARGEST);
    private final NinePVolume volume = mount(false);
    private final Directory root = volume.root();

    private NinePVolume mount(boolean readOnly) {
        return mount(server, readOnly);
    }

    private static NinePVolume mount(NinePTransport transport, boolean readOnly) {
        try {
            return NinePVolume.mount(transport, "", () -> 0, readOnly);
        } catch (FileFault e) {
            throw new AssertionError(e);
        }
    }

    private static void fails(Reason reason, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        FileFault.class, fault -> assertThat(fault.reason()).isEqualTo(reason));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(RegularFile file) throws FileFault {
        ByteBuffer target = ByteBuffer.allocate(100);
        int unused = file.read(0, target);
        return StandardCharsets.UTF_8.decode(target.flip()).toString();
    }

    private RegularFile onHost(String name, String text) throws FileFault {
        RegularFile file = shared.root().createFile(name, 0644);
        int unused = file.write(0, bytes(text));
        return file;
    }

    private RegularFile file(String name) throws FileFault {
        return (RegularFile) Objects.requireNonNull(root.find(name), name);
    }

    @Test
    void changesOnTheHostAreSeenAtOnce() throws Exception {
        RegularFile theirs = onHost("file", "old");
        RegularFile ours = file("file");
        assertThat(text(ours)).isEqualTo("old");
        theirs.append(bytes("er"));
        theirs.setPermissions(0600, 1);
        assertThat(ours.size()).isEqualTo(5);
        assertThat(ours.permissions()).isEqualTo(0600);
        assertThat(text(ours)).isEqualTo("older");
        shared.root().rename("file", shared.root(), "other", true);
        assertThat(root.find("file")).isNull();
        assertThat(root.names()).containsExactly("other");
        assertThat(root.find("other")).isSameAs(ours);
    }

    @Test
    void aNameThatStandsForAnotherFileIsAnotherObject() throws Exception {
        onHost("file", "first");
        RegularFile first = file("file");
        shared.root().remove("file");
        onHost("file", "second");
        assertThat(file("file")).isNotSameAs(first);
        assertThat(text(file("file"))).isEqualTo("second");
        assertThat(first.links()).isZero();
    }

    @Test
    void hardLinksAreOneObject() throws Exception {
        RegularFile file = root.createFile("one", 0644);
        root.link("two", file);
        assertThat(root.find("two")).isSameAs(file);
        assertThat(file.links()).isEqualTo(2);
        root.remove("one");
        assertThat(file.write(0, bytes("still"))).isEqualTo(5);
        assertThat(text(file("two"))).isEqualTo("still");
    }

    @Test
    void aFileStaysAsLongAsItIsOpen() throws Exception {
        long free = shared.status().free();
        RegularFile file = root.createFile("file", 0644);
        file.open();
        root.remove("file");
        assertThat(file.write(0, bytes("there"))).isEqualTo(5);
        assertThat(text(file)).isEqualTo("there");
        assertThat(file.size()).isEqualTo(5);
        assertThat(shared.status().free()).isLessThan(free);
        int before = server.fids();
        file.close();
        assertThat(server.fids()).isEqualTo(before - 2);
        assertThat(shared.status().free()).isEqualTo(free);
    }

    @Test
    void theHostKeepsNothingOfAFileThatIsReplaced() throws Exception {
        long free = shared.status().free();
        RegularFile unused = root.createFile("new", 0644);
        RegularFile old = root.createFile("old", 0644);
        int count = old.write(0, bytes("gone"));
        int before = server.fids();
        root.rename("new", root, "old", true);
        assertThat(server.fids()).isEqualTo(before - 2);
        assertThat(shared.status().free()).isEqualTo(free);
        assertThat(count).isEqualTo(4);
    }

    @Test
    void fewFidsAreInUseHoweverManyFilesAreLookedAt() throws Exception {
        Directory folder = root;
        for (int i = 0; i < 200; i++) {
            folder = folder.createDirectory("d", 0755);
            RegularFile file = folder.createFile("f", 0644);
            assertThat(file.write(0, bytes("deep " + i))).isPositive();
        }
        assertThat(server.mostFids()).isLessThan(300);
        FileSystem files = new FileSystem(volume);
        String path = "/d".repeat(200);
        RegularFile deepest = (RegularFile) files.find(path + "/f", true);
        assertThat(text(deepest)).isEqualTo("deep 199");
        assertThat(files.realPath(path + "/../d/f")).isEqualTo(path + "/f");
        assertThat(server.mostFids()).isLessThan(300);
    }

    @Test
    void aFileWhoseFidWasGivenBackIsFoundAgain() throws Exception {
        onHost("file", "text");
        RegularFile file = file("file");
        look(150);
        assertThat(text(file)).isEqualTo("text");
        look(150);
        shared.root().rename("file", shared.root(), "moved", true);
        onHost("file", "another");
        fails(Reason.NOT_FOUND, () -> text(file));
        assertThat(file("moved")).isSameAs(file);
        assertThat(text(file)).isEqualTo("text");
    }

    private void look(int count) throws FileFault {
        for (int i = 0; i < count; i++) {
            String name = "other" + i;
            Inode unused = root.find(name) == null ? root.createFile(name, 0644) : file(name);
        }
    }

    @Test
    void openFilesAreBounded() throws Exception {
        RegularFile first = root.createFile("first", 0644);
        first.open();
        fails(Reason.IO, () -> {
            for (int i = 0; i < NinePFids.MOST; i++) {
                root.createFile("f" + i, 0644).open();
            }
        });
        assertThat(server.mostFids()).isEqualTo(NinePFids.MOST);
        assertThat(first.write(0, bytes("still"))).isEqualTo(5);
        root.remove("first");
        first.close();
        assertThat(root.find("f0")).isNotNull();
    }

    @Test
    void largeFilesTakeManyMessages() throws Exception {
        byte[] content = new byte[5 * LARGEST + 17];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i * 31);
        }
        RegularFile file = root.createFile("large", 0644);
        assertThat(file.write(3, ByteBuffer.wrap(content))).isEqualTo(content.length);
        ByteBuffer target = ByteBuffer.allocate(content.length + 50);
        assertThat(file.read(3, target)).isEqualTo(content.length);
        assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(content));
        assertThat(file.read(content.length + 3, ByteBuffer.allocate(1))).isEqualTo(-1);
        assertThat(file.read(0, ByteBuffer.allocate(0))).isZero();
        assertThat(file.append(bytes("end"))).isEqualTo(content.length + 6);
        fails(Reason.INVALID, () -> file.read(-1, target));
        fails(Reason.TOO_LARGE, () -> file.write(Long.MAX_VALUE, bytes("x")));
    }

    @Test
    void aReadOnlyMountDoesNotEvenAsk() throws Exception {
        onHost("file", "text");
        Directory folder = mount(true).root();
        RegularFile file = (RegularFile) Objects.requireNonNull(folder.find("file"));
        file.open();
        int before = server.requests();
        fails(Reason.READ_ONLY, () -> file.write(0, bytes("x")));
        fails(Reason.READ_ONLY, () -> file.truncate(0));
        fails(Reason.READ_ONLY, () -> file.setPermissions(0, 0));
        fails(Reason.READ_ONLY, () -> file.setTimes(0, 0, 0));
        fails(Reason.READ_ONLY, () -> file.setOwner(0, 0, 0));
        fails(Reason.READ_ONLY, () -> file.setAttribute("user.a", new byte[1], 0));
        fails(Reason.READ_ONLY, () -> folder.createFile("x", 0));
        fails(Reason.READ_ONLY, () -> folder.createDirectory("x", 0));
        fails(Reason.READ_ONLY, () -> folder.createSymbolicLink("x", "y"));
        fails(Reason.READ_ONLY, () -> folder.link("x", file));
        fails(Reason.READ_ONLY, () -> folder.remove("file"));
        fails(Reason.READ_ONLY, () -> folder.rename("file", folder, "x", true));
        assertThat(server.requests()).isEqualTo(before);
        assertThat(text(file)).isEqualTo("text");
    }

    @Test
    void anUnmountedVolumeHasNothingOnTheServer() throws Exception {
        look(20);
        file("other3").open();
        volume.close();
        assertThat(server.fids()).isZero();
        assertThat(server.closed()).isTrue();
        fails(Reason.IO, () -> root.find("other3"));
    }

    /** A server that changes some of its answers. */
    private NinePTransport changing(int type, UnaryOperator<ByteBuffer> change) {
        return new NinePTransport() {
            @Override
            public int largest() {
                return LARGEST;
            }

            @Override
            public int exchange(ByteBuffer request, byte[] reply) {
                int length = server.exchange(request, reply);
                if (reply[Integer.BYTES] != type + 1) {
                    return length;
                }
                ByteBuffer changed = change.apply(ByteBuffer.wrap(reply.clone(), 0, length));
                changed.get(0, reply, 0, changed.limit());
                return changed.limit();
            }

            @Override
            public void close() {}
        };
    }

    private static ByteBuffer names(ByteBuffer reply, String... names) {
        NinePWriter entries = new NinePWriter(LARGEST).begin(0, 0);
        for (String name : names) {
            entries.qid(new Qid(0, 0, 1)).u64(1).u8(0).string(name);
        }
        ByteBuffer data = entries.end().position(NinePMessage.HEADER);
        int tag = Short.toUnsignedInt(Short.reverseBytes(reply.getShort(Integer.BYTES + 1)));
        return new NinePWriter(LARGEST)
                .begin(NinePMessage.READDIR + 1, tag)
                .data(data, data.remaining())
                .end();
    }

    @Test
    void aDirectoryWithoutAnEndFails() {
        Directory endless = mount(changing(NinePMessage.READDIR, reply -> names(reply, "a", "b")), false)
                .root();
        fails(Reason.IO, endless::names);
    }

    @Test
    void namesThatNoFileCanHaveFail() {
        for (String name : new String[] {"a/b", "..\0", "", "/", "x".repeat(256)}) {
            Directory odd = mount(changing(NinePMessage.READDIR, reply -> names(reply, "a", name)), false)
                    .root();
            fails(Reason.IO, odd::names);
        }
    }

    @Test
    void aDirectoryBelowItselfFails() throws Exception {
        Directory unused = shared.root().createDirectory("a", 0755).createDirectory("b", 0755);
        long[] number = {0};
        Directory odd = mount(
                        changing(NinePMessage.GETATTR, reply -> {
                            // The number of the file is in its qid, behind what is valid.
                            int at = NinePMessage.HEADER + Long.BYTES + 1 + Integer.BYTES;
                            return number[0] == 0 ? reply : reply.putLong(at, Long.reverseBytes(number[0]));
                        }),
                        false)
                .root();
        Directory a = (Directory) Objects.requireNonNull(odd.find("a"));
        number[0] = a.number();
        fails(Reason.IO, () -> a.find("b"));
    }

    /** As hosts give the number of a file that is gone to the next one. */
    @Test
    void aNumberMayStandForAFileOfAnotherKind() throws Exception {
        onHost("file", "text");
        Directory unused = shared.root().createDirectory("folder", 0755);
        long[] number = {0};
        Directory odd = mount(
                        changing(NinePMessage.GETATTR, reply -> {
                            int at = NinePMessage.HEADER + Long.BYTES + 1 + Integer.BYTES;
                            return number[0] == 0 ? reply : reply.putLong(at, Long.reverseBytes(number[0]));
                        }),
                        false)
                .root();
        Inode file = Objects.requireNonNull(odd.find("file"));
        number[0] = file.number();
        assertThat(odd.find("folder")).isInstanceOf(Directory.class).isNotSameAs(file);
    }

    @Test
    void moreBytesThanWereSentEndTheConversation() throws Exception {
        Directory odd = mount(
                        changing(NinePMessage.WRITE, reply -> {
                            int count = Integer.reverseBytes(reply.getInt(NinePMessage.HEADER));
                            return reply.putInt(NinePMessage.HEADER, Integer.reverseBytes(count + 1));
                        }),
                        false)
                .root();
        RegularFile file = odd.createFile("file", 0644);
        fails(Reason.IO, () -> file.write(0, bytes("text")));
        fails(Reason.IO, () -> odd.find("file"));
    }

    @Test
    void moreBytesThanAskedForEndTheConversation() throws Exception {
        onHost("file", "many bytes");
        Directory odd =
                mount(changing(NinePMessage.READ, reply -> reply), false).root();
        RegularFile file = (RegularFile) Objects.requireNonNull(odd.find("file"));
        assertThat(file.read(0, ByteBuffer.allocate(100))).isEqualTo(10);
        Directory generous = mount(
                        changing(NinePMessage.READ, reply -> {
                            int more = reply.limit() + 1;
                            reply.limit(more).putInt(0, Integer.reverseBytes(more));
                            int count = Integer.reverseBytes(reply.getInt(NinePMessage.HEADER));
                            return reply.putInt(NinePMessage.HEADER, Integer.reverseBytes(count + 1));
                        }),
                        false)
                .root();
        RegularFile same = (RegularFile) Objects.requireNonNull(generous.find("file"));
        fails(Reason.IO, () -> same.read(0, ByteBuffer.allocate(4)));
        fails(Reason.IO, () -> generous.find("file"));
    }

    @Test
    void anotherProtocolIsRefused() {
        NinePTransport old = changing(NinePMessage.VERSION, reply -> reply.put(reply.limit() - 1, (byte) 'u'));
        fails(Reason.UNSUPPORTED, () -> NinePVolume.mount(old, "", () -> 0, false));
        NinePTransport tiny = changing(NinePMessage.VERSION, reply -> reply.putInt(NinePMessage.HEADER, 0));
        fails(Reason.UNSUPPORTED, () -> NinePVolume.mount(tiny, "", () -> 0, false));
    }
}
