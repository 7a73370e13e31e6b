package dev.ristretto.kernel.filesystem.generated;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Location;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a name in a {@link GeneratedVolume} stands for. */
public sealed interface GeneratedNode {
    /** A file whose content is asked for when it is opened, and again when it is read from its beginning. */
    non-sealed interface Content extends GeneratedNode {
        /** What the file holds now. */
        byte[] bytes() throws FileFault;

        /** Takes what is written, in one piece; NOT_PERMITTED where nothing may be written. */
        default void write(byte[] bytes) throws FileFault {
            throw new FileFault(FileFault.Reason.NOT_PERMITTED, "what is generated");
        }

        /** Whether something may be written. */
        default boolean writable() {
            return false;
        }
    }

    /** A text that is asked for. */
    @FunctionalInterface
    interface Text extends Content {
        String text() throws FileFault;

        @Override
        default byte[] bytes() throws FileFault {
            return text().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A directory whose names are asked for each time. */
    non-sealed interface Names extends GeneratedNode {
        List<String> names();

        /** What has a name, null if nothing. */
        @Nullable
        GeneratedNode find(String name);
    }

    /** A directory of names that stay. */
    record Fixed(Map<String, GeneratedNode> nodes) implements Names {
        public Fixed {
            nodes = new TreeMap<>(nodes);
        }

        @Override
        public List<String> names() {
            return List.copyOf(nodes.keySet());
        }

        @Override
        public @Nullable GeneratedNode find(String name) {
            return nodes.get(name);
        }
    }

    /** A symbolic link whose target is asked for each time. */
    @FunctionalInterface
    non-sealed interface Link extends GeneratedNode {
        String target() throws FileFault;

        /** Where it leads by itself, null if to its target. */
        default @Nullable Location destination() {
            return null;
        }
    }

    /** A file whose content is always the same text. */
    static GeneratedNode of(String text) {
        return (Text) () -> text;
    }
}
