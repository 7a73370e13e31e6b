package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class XdgFoldersTest {

    @Test
    void variablesSayWhereTheFoldersAre() {
        XdgFolders folders = XdgFolders.of(Map.of(
                "XDG_DATA_HOME", "/data",
                "XDG_CONFIG_HOME", "/config",
                "XDG_STATE_HOME", "/state",
                "XDG_CACHE_HOME", "/cache",
                "XDG_RUNTIME_DIR", "/run/user/1000"));
        assertThat(folders.data()).isEqualTo(Path.of("/data/ristretto"));
        assertThat(folders.config()).isEqualTo(Path.of("/config/ristretto"));
        assertThat(folders.state()).isEqualTo(Path.of("/state/ristretto"));
        assertThat(folders.cache()).isEqualTo(Path.of("/cache/ristretto"));
        assertThat(folders.runtime()).contains(Path.of("/run/user/1000/ristretto"));
    }

    @Test
    void withoutThemTheyAreBelowTheHomeFolder() {
        XdgFolders folders = XdgFolders.of(Map.of("HOME", "/home/duke"));
        assertThat(folders.data()).isEqualTo(Path.of("/home/duke/.local/share/ristretto"));
        assertThat(folders.config()).isEqualTo(Path.of("/home/duke/.config/ristretto"));
        assertThat(folders.state()).isEqualTo(Path.of("/home/duke/.local/state/ristretto"));
        assertThat(folders.cache()).isEqualTo(Path.of("/home/duke/.cache/ristretto"));
        assertThat(folders.runtime()).isEmpty();
    }

    @Test
    void aRelativePathCountsAsUnset() {
        XdgFolders folders =
                XdgFolders.of(Map.of("HOME", "/home/duke", "XDG_CACHE_HOME", "here", "XDG_RUNTIME_DIR", ""));
        assertThat(folders.cache()).isEqualTo(Path.of("/home/duke/.cache/ristretto"));
        assertThat(folders.runtime()).isEmpty();
    }

    @Test
    void whereNobodySaysWhereHomeIsJavaKnows() {
        assertThat(XdgFolders.of(Map.of()).data())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/share/ristretto"));
    }
}
