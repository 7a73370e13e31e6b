package dev.ristretto.build.linker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkerTest {
    private static final long HIGH = 0x100000000000L;
    private static final int R_64 = 1;
    private static final int R_PC32 = 2;
    private static final int R_PLT32 = 4;
    private static final int R_32 = 10;
    private static final int R_32S = 11;

    private static Executable link(ObjectBuilder... objects) {
        List<RelocatableObject> list = new ArrayList<>();
        for (ObjectBuilder object : objects) {
            list.add(object.object("object" + list.size() + ".o"));
        }
        return Linker.link(list, List.of());
    }

    private static LoadedImage load(ObjectBuilder... objects) {
        return new LoadedImage(link(objects).bytes());
    }

    @Test
    void bootCodeIsLinkedWhereItIsLoadedAndTheRestHigh() {
        LoadedImage image = load(ObjectBuilder.kernel());

        assertThat(image.loaded())
                .allSatisfy(segment ->
                        assertThat(segment.virtual() - segment.physical()).isIn(0L, HIGH));
        assertThat(image.symbol("start32")).isBetween(0x100000L, 0x101000L);
        assertThat(image.symbol("missing_native")).isGreaterThan(HIGH);
    }

    @Test
    void linuxEntersInHighCodeAndMakesAStackThatCannotBeExecuted() {
        LoadedImage image = load(ObjectBuilder.kernel());

        assertThat(image.entry()).isEqualTo(image.symbol("start_linux")).isGreaterThan(HIGH);
        assertThat(image.segments)
                .filteredOn(segment -> segment.type() == 0x6474e551)
                .extracting(LoadedImage.Segment::flags)
                .containsExactly(6);
    }

    @Test
    void theNoteNamesThePhysicalEntryPoint() {
        LoadedImage image = load(ObjectBuilder.kernel());

        LoadedImage.Segment note =
                image.segments.stream().filter(s -> s.type() == 4).findFirst().orElseThrow();
        assertThat(note.fileSize()).isEqualTo(24);
        assertThat(image.file.getInt((int) note.offset() + 8)).isEqualTo(18);
        assertThat(image.file.getLong((int) note.offset() + 16)).isEqualTo(image.symbol("start32"));
        assertThat(image.segmentOf(note.virtual()).flags() & 4).isNotZero();
    }

    @Test
    void segmentsAreNeverWritableAndExecutableAndStartOnTheirOwnPage() {
        ObjectBuilder program = new ObjectBuilder();
        program.section(".text", ObjectBuilder.AX, 16, 0xc3);
        program.section(".rodata", ObjectBuilder.A, 1, 1);
        program.section(".data", ObjectBuilder.WA, 8, 2);
        program.section(".svm_heap", ObjectBuilder.WA, 65536, 3);
        program.bss(".bss", 4096, 100);
        LoadedImage image = load(ObjectBuilder.kernel(), program);

        assertThat(image.loaded()).extracting(LoadedImage.Segment::flags).containsExactly(5, 5, 4, 6);
        assertThat(image.loaded()).allSatisfy(segment -> {
            assertThat(segment.virtual() % 4096).isZero();
            assertThat(segment.offset() % 4096).isZero();
        });
        assertThat(image.symbol("__heap_start") % 65536).isZero();
        assertThat(image.symbol("__bss_end") - image.symbol("__bss_start")).isEqualTo(100);
        assertThat(image.symbol("__image_end")).isEqualTo(image.symbol("__bss_end"));
        assertThat(image.symbol("__image_start")).isEqualTo(HIGH + 0x100000);
        LoadedImage.Segment last = image.loaded().getLast();
        assertThat(last.virtual() + last.memorySize()).isEqualTo(image.symbol("__bss_end"));
        assertThat(image.uint8(image.symbol("__heap_start"))).isEqualTo(3);
        assertThat(image.uint8(image.symbol("__data_start"))).isEqualTo(2);
        assertThat(image.uint8(image.symbol("__rodata_start"))).isEqualTo(1);
    }

    @Test
    void sectionsOfOneKindAreMergedWithTheirAlignment() {
        ObjectBuilder one = new ObjectBuilder();
        one.global("one", one.section(".data", ObjectBuilder.WA, 1, 1, 2, 3), 0);
        ObjectBuilder two = new ObjectBuilder();
        two.global("two", two.section(".data.other", ObjectBuilder.WA, 64, 4), 0);
        LoadedImage image = load(ObjectBuilder.kernel(), one, two);

        assertThat(image.symbol("two") - image.symbol("one")).isEqualTo(64);
        assertThat(image.uint8(image.symbol("two"))).isEqualTo(4);
    }

    @Test
    void absoluteRelocationIsSymbolPlusAddend() {
        ObjectBuilder program = new ObjectBuilder();
        int data = program.section(".data", ObjectBuilder.WA, 8, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7);
        program.global("place", data, 0).global("target", data, 9).relocation(data, 0, R_64, "target", 0x1234);
        LoadedImage image = load(ObjectBuilder.kernel(), program);

        assertThat(image.int64(image.symbol("place"))).isEqualTo(image.symbol("target") + 0x1234);
        assertThat(image.uint8(image.symbol("target"))).isEqualTo(7);
    }

    @Test
    void relativeRelocationCountsFromItsPlaceAcrossSections() {
        for (int type : new int[] {R_PC32, R_PLT32}) {
            ObjectBuilder program = new ObjectBuilder();
            int text = program.section(".text", ObjectBuilder.AX, 16, 0x90, 0xe8, 0, 0, 0, 0, 0x90);
            int data = program.section(".rodata", ObjectBuilder.A, 1, 1, 2, 3);
            program.global("code", text, 0).local("target", data, 2).relocation(text, 2, type, "target", -4);
            LoadedImage image = load(ObjectBuilder.kernel(), program);

            long next = image.symbol("code") + 6;
            assertThat(next + image.int32(image.symbol("code") + 2))
                    .as("type %s", type)
                    .isEqualTo(image.symbol("__rodata_start") + 2);
            assertThat(image.uint8(image.symbol("code") + 6)).isEqualTo(0x90);
        }
    }

    @Test
    void bootCodeReachesBootSymbolsWith32BitAddresses() {
        ObjectBuilder kernel = ObjectBuilder.kernel();
        int boot = kernel.section(".boot.more", ObjectBuilder.AX, 16, 0, 0, 0, 0, 0, 0, 0, 0);
        int tables = kernel.bss(".boot.bss", 4096, 8192);
        kernel.global("more", boot, 0).global("tables", tables, 4096);
        kernel.relocation(boot, 0, R_32, "tables", 3).relocation(boot, 4, R_32S, "tables", 5);
        LoadedImage image = load(kernel);

        assertThat(image.int32(image.symbol("more"))).isEqualTo((int) image.symbol("tables") + 3);
        assertThat(image.int32(image.symbol("more") + 4)).isEqualTo((int) image.symbol("tables") + 5);
        assertThat(image.symbol("__boot_end")).isEqualTo(image.symbol("tables") + 4096);
        assertThat(image.segmentOf(image.symbol("tables")).fileSize()).isZero();
    }

    @Test
    void addressThatDoesNotFitNamesObjectSymbolAndPlace() {
        ObjectBuilder kernel = ObjectBuilder.kernel();
        int boot = kernel.section(".boot.more", ObjectBuilder.AX, 16, 0, 0, 0, 0);
        kernel.relocation(boot, 0, R_32, "missing_native", 0);

        assertThatThrownBy(() -> link(kernel))
                .isInstanceOf(LinkException.class)
                .hasMessageContainingAll("object0.o", "R_X86_64_32", "missing_native", ".boot.more+0x0", "32 bits");
    }

    @Test
    void relativeCallFromLowToHighDoesNotFit() {
        ObjectBuilder kernel = ObjectBuilder.kernel();
        int boot = kernel.section(".boot.more", ObjectBuilder.AX, 16, 0, 0, 0, 0);
        kernel.relocation(boot, 0, R_PC32, "missing_native", -4);

        assertThatThrownBy(() -> link(kernel)).isInstanceOf(LinkException.class).hasMessageContaining("overflows");
    }

    @Test
    void strongDefinitionWinsOverWeakOneWhateverTheOrder() {
        for (boolean weakFirst : new boolean[] {true, false}) {
            ObjectBuilder weak = new ObjectBuilder();
            weak.weak("f", weak.section(".data", ObjectBuilder.WA, 1, 0x11), 0);
            ObjectBuilder strong = new ObjectBuilder();
            strong.global("f", strong.section(".data", ObjectBuilder.WA, 1, 0x22), 0);
            ObjectBuilder user = new ObjectBuilder();
            int data = user.section(".data", ObjectBuilder.WA, 8, 0, 0, 0, 0, 0, 0, 0, 0);
            user.undefined("f").global("pointer", data, 0).relocation(data, 0, R_64, "f", 0);
            LoadedImage image = weakFirst
                    ? load(ObjectBuilder.kernel(), user, weak, strong)
                    : load(ObjectBuilder.kernel(), user, strong, weak);

            assertThat(image.uint8(image.int64(image.symbol("pointer")))).isEqualTo(0x22);
        }
    }

    @Test
    void undefinedWeakSymbolIsZero() {
        ObjectBuilder user = new ObjectBuilder();
        int data = user.section(".data", ObjectBuilder.WA, 8, 9, 9, 9, 9, 9, 9, 9, 9);
        user.weak("nowhere", 0, 0).global("pointer", data, 0).relocation(data, 0, R_64, "nowhere", 0);
        LoadedImage image = load(ObjectBuilder.kernel(), user);

        assertThat(image.int64(image.symbol("pointer"))).isZero();
    }

    @Test
    void twoStrongDefinitionsAreAnErrorThatNamesBothObjects() {
        ObjectBuilder again = new ObjectBuilder();
        again.global("missing_native", again.section(".text", ObjectBuilder.AX, 1, 0xc3), 0);

        assertThatThrownBy(() -> link(ObjectBuilder.kernel(), again))
                .isInstanceOf(LinkException.class)
                .hasMessageContainingAll("missing_native", "object0.o", "object1.o");
    }

    @Test
    void localSymbolsOfTwoObjectsDoNotMeet() {
        ObjectBuilder[] users = new ObjectBuilder[2];
        for (int i = 0; i < 2; i++) {
            users[i] = new ObjectBuilder();
            int data = users[i].section(".data", ObjectBuilder.WA, 8, 0, 0, 0, 0, 0, 0, 0, 0, i + 1);
            users[i].local("x", data, 8).global("pointer" + i, data, 0).relocation(data, 0, R_64, "x", 0);
        }
        LoadedImage image = load(ObjectBuilder.kernel(), users[0], users[1]);

        assertThat(image.uint8(image.int64(image.symbol("pointer0")))).isEqualTo(1);
        assertThat(image.uint8(image.int64(image.symbol("pointer1")))).isEqualTo(2);
    }

    @Test
    void missingNativeHandsItsNameToTheKernelAsSecondArgument() {
        assertStub("Java_java_io_Console_encoding", 0x35, "missing_native");
    }

    @Test
    void missingFunctionHandsItsNameToTheKernelAsFirstArgument() {
        assertStub("getpwuid_r", 0x3d, "missing_symbol");
    }

    private static void assertStub(String name, int modRm, String handler) {
        ObjectBuilder user = new ObjectBuilder();
        int data = user.section(".data", ObjectBuilder.WA, 8, 0, 0, 0, 0, 0, 0, 0, 0);
        user.undefined(name).undefined("another").global("pointer", data, 0).relocation(data, 0, R_64, name, 0);
        LoadedImage image = load(ObjectBuilder.kernel(), user);

        long stub = image.int64(image.symbol("pointer"));
        assertThat(stub).isEqualTo(image.symbol(name));
        assertThat(image.segmentOf(stub).flags()).isEqualTo(5);
        assertThat(List.of(image.uint8(stub), image.uint8(stub + 1), image.uint8(stub + 2)))
                .containsExactly(0x48, 0x8d, modRm);
        assertThat(image.string(stub + 7 + image.int32(stub + 3))).isEqualTo(name);
        assertThat(image.uint8(stub + 7)).isEqualTo(0xe9);
        assertThat(stub + 12 + image.int32(stub + 8)).isEqualTo(image.symbol(handler));
    }

    @Test
    void functionWithNothingToDoReturnsItsResultAndIsNotMissing() {
        Map<String, Integer> results = Map.of("pthread_mutex_destroy", 0, "getpid", 1, "lseek", -1);
        ObjectBuilder user = new ObjectBuilder();
        user.section(".text", ObjectBuilder.AX, 1, 0xc3);
        results.keySet().forEach(user::undefined);
        LoadedImage image = load(ObjectBuilder.kernel(), user);

        results.forEach((name, result) -> {
            long stub = image.symbol(name);
            assertThat(List.of(image.uint8(stub), image.uint8(stub + 1), image.uint8(stub + 2)))
                    .as(name)
                    .containsExactly(0x48, 0xc7, 0xc0);
            assertThat(image.int32(stub + 3)).as(name).isEqualTo(result);
            assertThat(image.uint8(stub + 7)).as(name).isEqualTo(0xc3);
        });
        Executable executable = link(ObjectBuilder.kernel(), user);
        assertThat(executable.missingNatives()).isEmpty();
        assertThat(executable.missingFunctions()).isEmpty();
    }

    @Test
    void libraryWithoutNativesReportsJniVersion8() {
        ObjectBuilder user = new ObjectBuilder();
        user.section(".text", ObjectBuilder.AX, 1, 0xc3);
        user.undefined("JNI_OnLoad_net");
        LoadedImage image = load(ObjectBuilder.kernel(), user);

        long stub = image.symbol("JNI_OnLoad_net");
        assertThat(image.uint8(stub)).isEqualTo(0xb8);
        assertThat(image.int32(stub + 1)).isEqualTo(0x00010008);
        assertThat(image.uint8(stub + 5)).isEqualTo(0xc3);
    }

    @Test
    void missingNamesAreReportedByKindWithoutLinkerSymbols() {
        ObjectBuilder user = new ObjectBuilder();
        user.section(".text", ObjectBuilder.AX, 1, 0xc3);
        user.undefined("__image_end")
                .undefined("Java_a_B_c")
                .undefined("getpwuid_r")
                .undefined("JNI_OnLoad_zip");
        Executable executable = link(ObjectBuilder.kernel(), user);

        assertThat(executable.missingNatives()).containsExactly("Java_a_B_c");
        assertThat(executable.missingFunctions()).containsExactly("getpwuid_r");
    }

    @Test
    void methodsKeepTheirNamesWithoutTheDigest() {
        ObjectBuilder user = new ObjectBuilder();
        int text = user.section(".text", ObjectBuilder.AX, 16, 0x90, 0xc3);
        user.local("String_length_ueZvrg4eqTLrjd5dLw7CAA", text, 1);
        Executable executable = link(ObjectBuilder.kernel(), user);

        long address = new LoadedImage(executable.debugBytes()).symbol("String_length");
        assertThat(new LoadedImage(executable.bytes()).uint8(address)).isEqualTo(0xc3);
    }

    @Test
    void methodsAreNamedInTheFileForDebuggersOnly() {
        ObjectBuilder user = new ObjectBuilder();
        user.local("method", user.section(".text", ObjectBuilder.AX, 16, 0xc3), 0);
        Executable executable = link(ObjectBuilder.kernel(), user);

        assertThat(new LoadedImage(executable.debugBytes()).symbols).containsKey("method");
        assertThat(new LoadedImage(executable.bytes()).symbols)
                .doesNotContainKey("method")
                .containsKey("missing_native");
    }

    @Test
    void debugAndUnwindSectionsStayOut() {
        ObjectBuilder user = new ObjectBuilder();
        user.section(".comment", 0, 1, 0x41, 0x42);
        user.section(".eh_frame", ObjectBuilder.A, 8, 1, 2, 3);
        assertThat(link(ObjectBuilder.kernel(), user).loadedBytes())
                .isEqualTo(link(ObjectBuilder.kernel()).loadedBytes());
    }

    @Test
    void relocationOutsideItsSectionIsAnError() {
        ObjectBuilder user = new ObjectBuilder();
        int data = user.section(".data", ObjectBuilder.WA, 8, 0, 0, 0, 0, 0, 0, 0, 0);
        user.global("x", data, 0).relocation(data, 1, R_64, "x", 0);

        assertThatThrownBy(() -> link(ObjectBuilder.kernel(), user))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("outside its section");
    }

    @Test
    void unknownRelocationTypeIsAnErrorThatNamesIt() {
        ObjectBuilder user = new ObjectBuilder();
        int data = user.section(".data", ObjectBuilder.WA, 8, 0, 0, 0, 0, 0, 0, 0, 0);
        user.global("x", data, 0).relocation(data, 0, 9, "x", 0);

        assertThatThrownBy(() -> link(ObjectBuilder.kernel(), user))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("relocation type 9");
    }

    @Test
    void writableCodeIsRefused() {
        ObjectBuilder user = new ObjectBuilder();
        user.section(".text.both", 7, 1, 0xc3);

        assertThatThrownBy(() -> link(ObjectBuilder.kernel(), user))
                .isInstanceOf(LinkException.class)
                .hasMessageContainingAll(".text.both", "writable and executable");
    }

    @Test
    void programWithoutKernelIsRefused() {
        ObjectBuilder user = new ObjectBuilder();
        user.section(".text", ObjectBuilder.AX, 1, 0xc3);

        assertThatThrownBy(() -> link(user)).isInstanceOf(LinkException.class).hasMessageContaining("start32");
    }

    @Test
    void theSameObjectsGiveTheSameBytes() {
        assertThat(link(ObjectBuilder.kernel()).bytes())
                .isEqualTo(link(ObjectBuilder.kernel()).bytes());
    }
}
