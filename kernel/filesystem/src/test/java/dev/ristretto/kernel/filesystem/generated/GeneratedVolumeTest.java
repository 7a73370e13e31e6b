package dev.ristretto.kernel.filesystem.generated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Location;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratedVolumeTest {
    private final FileSystem files = new FileSystem(new MemoryVolume(1 << 20, () -> 0));
    private final AtomicInteger count = new AtomicInteger();

    @BeforeEach
    void mount() throws FileFault {
        files.createDirectory("/p", 0755);
        RegularFile kept =
                (RegularFile) files.findOrCreate("/kept", true, true, 0644).inode();
        kept.append(ByteBuffer.wrap(new byte[] {'k'}));
        Location location = files.locate("/kept", true);
        GeneratedNode.Link direct = new GeneratedNode.Link() {
            @Override
            public String target() {
                return "nowhere";
            }

            @Override
            public @Nullable Location destination() {
                return location;
            }
        };
        GeneratedNode.Text counter = () -> "count " + count.incrementAndGet();
        GeneratedNode.Link link = () -> "d/count";
        files.mount(
                "/p",
                new GeneratedVolume(
                        "proc",
                        () -> 7,
                        new GeneratedNode.Fixed(Map.of(
                                "d", new GeneratedNode.Fixed(Map.of("count", counter)),
                                "link", link,
                                "direct", direct))));
    }

    @Test
    void contentIsMadeAnewAtTheBeginningAndStaysBehindIt() throws FileFault {
        RegularFile file = ((RegularFile) files.find("/p/d/count", true)).whenOpened();
        assertThat(text(file, 0)).isEqualTo("count 1");
        assertThat(text(file, 6)).isEqualTo("1");
        assertThat(text(file, 0)).isEqualTo("count 2");
        assertThat(file.size()).isZero();
    }

    @Test
    void whoOpensAFileHasItForHimself() throws FileFault {
        RegularFile inode = (RegularFile) files.find("/p/link", true);
        RegularFile one = inode.whenOpened();
        RegularFile other = inode.whenOpened();
        assertThat(text(one, 0)).isEqualTo("count 1");
        assertThat(text(other, 0)).isEqualTo("count 2");
        assertThat(text(one, 6)).isEqualTo("1");
    }

    @Test
    void aDirectLinkLeadsToAFileWithoutAPath() throws FileFault {
        files.remove("/kept");
        assertThat(files.find("/p/direct", true)).isInstanceOf(RegularFile.class);
        assertThat(text((RegularFile) files.find("/p/direct", true), 0)).isEmpty();
        assertThat(files.find("/p/direct", false)).isInstanceOf(GeneratedLink.class);
    }

    @Test
    void theSameFileHasTheSameNumberAndPath() throws FileFault {
        assertThat(files.find("/p/d", true)).isEqualTo(files.find("/p/d", true));
        assertThat(files.find("/p/d", true).number())
                .isNotEqualTo(files.find("/p/d/count", true).number());
        assertThat(files.realPath("/p/d/../d")).isEqualTo("/p/d");
        assertThat(files.pathOf(files.locate("/p/d", true))).isEqualTo("/p/d");
    }

    @Test
    void namesStay() {
        assertThatExceptionOfType(FileFault.class).isThrownBy(() -> files.remove("/p/d/count"));
        assertThatExceptionOfType(FileFault.class).isThrownBy(() -> files.createDirectory("/p/new", 0755));
    }

    private static String text(RegularFile file, long position) throws FileFault {
        ByteBuffer target = ByteBuffer.allocate(100);
        file.read(position, target);
        return StandardCharsets.UTF_8.decode(target.flip()).toString();
    }
}
