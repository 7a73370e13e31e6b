package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.linker.Elf;
import dev.ristretto.build.program.library.CraftedElf;
import dev.ristretto.image.model.ImageReport.FileShare;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfProgramsTest {
    @TempDir
    Path folder;

    private ProgramFixture host;

    @BeforeEach
    void host() throws Exception {
        host = new ProgramFixture(folder);
        Files.createDirectories(host.system.resolve("etc"));
        Files.writeString(host.system.resolve("etc/ld.so.conf"), "/usr/local/lib\n");
        host.library("usr/local/lib/libx-1.2.so");
        Files.createSymbolicLink(host.system.resolve("usr/local/lib/libx.so.1"), Path.of("libx-1.2.so"));
    }

    private Program program(CraftedElf elf, String path) throws Exception {
        elf.write(host.home.resolve(path));
        return ElfPrograms.of(host.source(path), host.home.resolve(path), "ELF program");
    }

    @Test
    void theProgramHasItsLoaderItsLibrariesAndTheLinksThatLeadThere() throws Exception {
        Program program = program(ProgramFixture.program("libx.so.1"), "bin/server");
        Map<String, String> files = ProgramFixture.contents(program.files());
        assertThat(program.entrypoint()).containsExactly("/app/server");
        assertThat(files)
                .containsKeys(
                        "/app/server",
                        "/usr/lib/x86_64-linux-gnu/ld-2.36.so",
                        "/usr/lib/x86_64-linux-gnu/libc.so.6",
                        "/usr/lib/x86_64-linux-gnu/libgcc_s.so.1")
                .containsEntry("/lib64", "-> /usr/lib64")
                .containsEntry("/lib", "-> usr/lib")
                .containsEntry("/usr/lib64/ld-linux-x86-64.so.2", "-> ../lib/x86_64-linux-gnu/ld-2.36.so");
        assertThat(files.get("/etc/ld.so.cache")).contains("libx.so.1", "/usr/local/lib/libx.so.1");
    }

    @Test
    void librariesBesideTheProgramKeepTheirPlaceBesideIt() throws Exception {
        new CraftedElf().write(host.home.resolve("dist/lib/liby.so"));
        Program program = program(ProgramFixture.program("liby.so").runpath("$ORIGIN/../lib"), "dist/bin/server");
        assertThat(program.entrypoint()).containsExactly("/app/bin/server");
        assertThat(ProgramFixture.contents(program.files())).containsKeys("/app/bin/server", "/app/lib/liby.so");
    }

    @Test
    void aStaticProgramIsAloneButForUsersAndCertificates() throws Exception {
        Files.createDirectories(host.system.resolve("etc/ssl/certs"));
        Files.writeString(host.system.resolve("etc/ssl/certs/ca-certificates.crt"), "authorities");
        Program program = program(new CraftedElf().type(Elf.TYPE_EXECUTABLE), "server");
        assertThat(program.kind()).isEqualTo("ELF program, static");
        assertThat(ProgramFixture.contents(program.files()))
                .containsOnlyKeys(
                        "/app/server",
                        "/etc/passwd",
                        "/etc/group",
                        "/etc/nsswitch.conf",
                        "/etc/ssl/certs/ca-certificates.crt");
        assertThat(program.environment())
                .containsEntry("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt")
                .containsEntry("PWD", "/")
                .containsEntry("HOME", "/root")
                .containsEntry("LANG", "C.UTF-8")
                .containsKey("PATH");
    }

    @Test
    void aProgramOfTheSystemKeepsItsPath() throws Exception {
        Path file = ProgramFixture.program().write(host.system.resolve("usr/bin/tool"));
        Program program = ElfPrograms.of(host.source("tool"), file, "ELF program");
        assertThat(program.entrypoint()).containsExactly("/usr/bin/tool");
        assertThat(ProgramFixture.contents(program.files())).containsKey("/usr/bin/tool");
    }

    @Test
    void aProgramIsCalledByTheNameThatItWasGiven() throws Exception {
        ProgramFixture.program().write(host.system.resolve("usr/bin/tool"));
        Path link = Files.createSymbolicLink(host.system.resolve("usr/bin/other"), Path.of("tool"));
        Program program = ElfPrograms.of(host.source("other"), link, "ELF program");
        assertThat(program.entrypoint()).containsExactly("/usr/bin/other");
        assertThat(ProgramFixture.contents(program.files())).containsKeys("/usr/bin/tool", "/usr/bin/other");

        ProgramFixture.program().write(host.home.resolve("bin/own"));
        Path ownLink = Files.createSymbolicLink(host.home.resolve("bin/alias"), Path.of("own"));
        Program own = ElfPrograms.of(host.source("bin/alias"), ownLink, "ELF program");
        assertThat(own.entrypoint()).containsExactly("/app/alias");
        assertThat(ProgramFixture.contents(own.files())).containsKey("/app/alias");
    }

    @Test
    void aProgramWithoutItsLibrariesIsRefused() throws Exception {
        assertThatThrownBy(() -> program(ProgramFixture.program("libnone.so.3"), "server"))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("server needs the library libnone.so.3", "Install what is missing");
    }

    @Test
    void whereFilesComeFromIsAskedOfDpkg() throws Exception {
        Program program = program(ProgramFixture.program(), "server");
        Path libc = host.system.resolve("usr/lib/x86_64-linux-gnu/libc.so.6");
        host.tool("dpkg-query", """
                if [ $1 = -S ]; then
                    shift
                    for path; do test $path != %s || echo "libc6:amd64, other: $path"; done
                    exit 1
                fi
                echo "libc6:amd64 libc6:amd64 2.36-9"
                """.formatted(libc));
        assertThat(program.files().shares(new DebianPackages(host.hostTools())::of))
                .contains(new FileShare(
                        "/usr/lib/x86_64-linux-gnu/libc.so.6", 1, Files.size(libc), "libc6 2.36-9", "needed by server"))
                .anyMatch(share ->
                        share.path().equals("/etc/passwd") && share.origin().equals("ristretto"))
                .anyMatch(share ->
                        share.path().equals("/app/server") && share.origin().isEmpty());
    }

    @Test
    void withoutDpkgNothingIsKnownOfOrigins() throws Exception {
        Program program = program(ProgramFixture.program(), "server");
        assertThat(program.files().shares(new DebianPackages(host.hostTools())::of))
                .allMatch(share -> share.origin().isEmpty() || share.origin().equals("ristretto"));
    }
}
