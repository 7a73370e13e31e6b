package dev.ristretto.run.vmm.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.host.VerdictCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PasstSearchTest {

    /** Listens at the path that is its last argument, for one client. */
    private static final String WORKING = """
            #!/bin/sh
            echo tried >>'TRIALS'
            for socket; do :; done
            exec python3 -c 'import socket,sys; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); s.accept()' "$socket"
            """;

    private static final String FAILING = """
            #!/bin/sh
            echo tried >>'TRIALS'
            echo "Couldn't create user namespace: No space left on device" >&2
            exit 1
            """;

    @TempDir
    Path folder;

    @Test
    void withoutOneItIsSaidHowToGetIt() {
        PasstSearch.Result result = search().find();
        assertThat(result.passt()).isEmpty();
        assertThat(result.obstacle()).isEqualTo("passt is not installed");
        assertThat(result.remedy()).contains("passt");
    }

    @Test
    void oneThatListensIsTriedOnce() throws Exception {
        Path program = install(WORKING);
        assertThat(search().find().passt().map(Passt::program)).contains(program);
        assertThat(search().find().passt().map(Passt::program)).contains(program);
        assertThat(trials()).isEqualTo(1);
        assertThat(search().examine().passt()).isPresent();
        assertThat(trials()).isEqualTo(2);
    }

    @Test
    void oneThatCannotWorkHereIsNoneAndTheReasonIsTold() throws Exception {
        install(FAILING);
        for (int i = 0; i < 2; i++) {
            PasstSearch.Result result = search().find();
            assertThat(result.passt()).isEmpty();
            assertThat(result.obstacle())
                    .isEqualTo("passt does not work here (Couldn't create user namespace: No space left on device)");
            assertThat(result.remedy()).contains("user.max_user_namespaces");
        }
        assertThat(trials()).isEqualTo(1);
    }

    private PasstSearch search() {
        return new PasstSearch(folder.toString(), new VerdictCache(folder.resolve("cache")));
    }

    private Path install(String script) throws IOException {
        Path program = folder.resolve("passt");
        Files.writeString(
                program, script.replace("TRIALS", folder.resolve("trials").toString()));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private long trials() throws IOException {
        return Files.readAllLines(folder.resolve("trials")).size();
    }
}
