package dev.ristretto.build.program.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryClosureTest {
    @TempDir
    Path folder;

    private Path system;
    private Path home;
    private LibraryClosure closure;

    @BeforeEach
    void start() throws Exception {
        system = Files.createDirectories(folder.toRealPath().resolve("system"));
        home = Files.createDirectories(folder.toRealPath().resolve("home"));
        closure = new LibraryClosure(system, List.of("/usr/local/lib", "/lib"));
    }

    private List<String> found(CraftedElf program) throws Exception {
        Path file = program.write(home.resolve("bin/server"));
        closure.addProgram(file, LinkedFile.read(file));
        return closure.libraries().stream()
                .map(library ->
                        folder.toAbsolutePath().relativize(library.path()).toString())
                .toList();
    }

    private void library(String path, CraftedElf elf) throws Exception {
        elf.write(folder.toRealPath().resolve(path));
    }

    @Test
    void librariesOfLibrariesAreFoundInTheFoldersOfAllPrograms() throws Exception {
        library("system/lib/liba.so", new CraftedElf().needs("libb.so", "libc.so.6"));
        library("system/usr/local/lib/libb.so", new CraftedElf().needs("liba.so"));
        library("system/lib/libb.so", new CraftedElf());
        library("system/lib/libc.so.6", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so")))
                .containsExactly("system/lib/liba.so", "system/usr/local/lib/libb.so", "system/lib/libc.so.6");
        assertThat(closure.libraries()).allMatch(Library::known).noneMatch(Library::beside);
        closure.requireAll();
    }

    @Test
    void originIsTheFolderOfTheFileThatNamesIt() throws Exception {
        library("home/lib/liba.so", new CraftedElf().needs("libb.so").runpath("${ORIGIN}/more"));
        library("home/lib/more/libb.so", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so").runpath("$ORIGIN/../lib")))
                .containsExactly("home/lib/liba.so", "home/lib/more/libb.so");
        assertThat(closure.libraries()).allMatch(Library::beside).noneMatch(Library::known);
    }

    @Test
    void runpathIsForTheFileItselfAndRpathForAllThatItBrings() throws Exception {
        library("system/opt/liba.so", new CraftedElf().needs("libb.so"));
        library("system/opt/libb.so", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so").runpath("/opt"))).containsExactly("system/opt/liba.so");
        assertThat(closure.missing()).singleElement().asString().contains("liba.so needs the library libb.so");

        closure = new LibraryClosure(system, List.of("/lib"));
        assertThat(found(new CraftedElf().needs("liba.so").rpath("/opt")))
                .containsExactly("system/opt/liba.so", "system/opt/libb.so");
    }

    @Test
    void rpathCountsForNothingBesideRunpath() throws Exception {
        library("system/opt/liba.so", new CraftedElf());
        library("system/lib/liba.so", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so").rpath("/opt").runpath("/none")))
                .containsExactly("system/lib/liba.so");
    }

    @Test
    void aLibraryWithRunpathDoesNotAskThoseThatHaveBroughtIt() throws Exception {
        library("system/opt/liba.so", new CraftedElf().needs("libb.so").runpath("/none"));
        library("system/opt/libb.so", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so").rpath("/opt"))).containsExactly("system/opt/liba.so");
        assertThat(closure.missing()).hasSize(1);
    }

    @Test
    void foldersOfAllProgramsComeAfterThoseOfTheFile() throws Exception {
        library("system/lib/liba.so", new CraftedElf());
        library("home/bin/liba.so", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so").runpath("$ORIGIN"))).containsExactly("home/bin/liba.so");
    }

    @Test
    void whatIsForAnotherProcessorIsPassedOverAndNamedIfNothingElseIsThere() throws Exception {
        library("system/usr/local/lib/liba.so", new CraftedElf().machine(183));
        library("system/lib/liba.so", new CraftedElf());
        library("system/lib/libb.so", new CraftedElf().machine(3));
        assertThat(found(new CraftedElf().needs("liba.so", "libb.so"))).containsExactly("system/lib/liba.so");
        assertThatThrownBy(closure::requireAll)
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("bin/server needs the library libb.so", "i386", "/usr/local/lib")
                .hasMessageNotContaining("liba.so");
    }

    @Test
    void relativeFoldersAndUnknownWordsAreNotFollowed() throws Exception {
        library("home/bin/liba.so", new CraftedElf());
        assertThat(found(new CraftedElf().needs("liba.so", "./liba.so").runpath(".:bin:$HOME:$ORIGIN/$X")))
                .isEmpty();
        assertThat(closure.missing()).hasSize(2);
    }

    @Test
    void aModuleFindsWhatIsBesideItButBringsNothingToThePlaceOfTheProgram() throws Exception {
        library("system/opt/module.so", new CraftedElf().needs("liba.so").runpath("$ORIGIN"));
        library("system/opt/liba.so", new CraftedElf());
        Path module = system.resolve("opt/module.so");
        closure.addModule(module, LinkedFile.read(module));
        assertThat(closure.libraries()).singleElement().matches(library -> !library.beside());
    }

    @Test
    void aLibraryThatIsOnlyLoadedByNameIsTakenIfItIsThere() throws Exception {
        library("system/lib/libgcc_s.so.1", new CraftedElf().needs("libc.so.6"));
        library("system/lib/libc.so.6", new CraftedElf());
        closure.addIfPresent("libgcc_s.so.1", system.resolve("lib/ld.so"));
        closure.addIfPresent("libnss_x.so.2", system.resolve("lib/ld.so"));
        assertThat(closure.libraries()).extracting(Library::name).containsExactly("libgcc_s.so.1", "libc.so.6");
        closure.requireAll();
    }

    @Test
    void theFoldersOfAllProgramsAreThoseOfTheConfigurationAndTheUsualOnes() throws Exception {
        Files.createDirectories(system.resolve("etc/ld.so.conf.d"));
        Files.writeString(system.resolve("etc/ld.so.conf"), "# all\ninclude /etc/ld.so.conf.d/*.conf\n/opt/last/\n");
        Files.writeString(system.resolve("etc/ld.so.conf.d/b.conf"), "/opt/b=libc6\n");
        Files.writeString(
                system.resolve("etc/ld.so.conf.d/a.conf"), "/opt/a # here\ninclude ../ld.so.conf\nrelative\n");
        Files.writeString(system.resolve("etc/ld.so.conf.d/c.txt"), "/opt/c\n");
        assertThat(LibraryFolders.of(system, false))
                .containsSubsequence("/opt/a", "/opt/b", "/opt/last", "/lib/x86_64-linux-gnu", "/usr/lib")
                .doesNotContain("/opt/c", "relative");
        assertThat(LibraryFolders.of(system, true)).containsExactly("/lib", "/usr/local/lib", "/usr/lib");
    }
}
