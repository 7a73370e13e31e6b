package dev.ristretto.kernel.personality.linux.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.file.TestProgram;
import org.junit.jupiter.api.Test;

class CallTraceTest {
    private static final int CREATE_AND_READ_WRITE = 0x42;

    private final TestProgram program = new TestProgram();

    private String last() {
        return program.trace.getLast();
    }

    @Test
    void textsFlagsAndResultsAreTold() throws Exception {
        long file = program.call(SystemCalls.OPENAT, TestProgram.HERE, "/a\tfile", CREATE_AND_READ_WRITE, 0644);
        assertThat(last()).isEqualTo("[1] openat(AT_FDCWD, \"/a\\tfile\", 0x42, 0644) = " + file);
        program.call(SystemCalls.CLOSE, file);
        assertThat(last()).isEqualTo("[1] close(" + file + ") = 0");
    }

    @Test
    void dataThatIsGivenAndThatIsGotIsShownAtItsBeginning() throws Exception {
        long file = program.call(SystemCalls.OPENAT, TestProgram.HERE, "/file", CREATE_AND_READ_WRITE, 0600);
        program.call(SystemCalls.WRITE, file, "0123456789abcdef0123456789abcdef!", 33);
        assertThat(last()).isEqualTo("[1] write(" + file + ", \"0123456789abcdef0123456789abcdef\"..., 33) = 33");
        program.call(SystemCalls.LSEEK, file, -2, 2);
        program.call(SystemCalls.READ, file, TestProgram.MEMORY, 100);
        assertThat(last()).isEqualTo("[1] read(" + file + ", \"f!\", 100) = 2");
    }

    @Test
    void failuresAreTheirNamesAndWords() {
        assertThat(program.failure(SystemCalls.OPEN, "/none", 0, 0)).isNotNull();
        assertThat(last()).isEqualTo("[1] open(\"/none\", 0x0, 00) = -1 ENOENT (No such file or directory)");
        assertThat(program.failure(SystemCalls.OPEN, TestProgram.BEHIND, 0, 0)).isNotNull();
        assertThat(last()).startsWith("[1] open(0x140000, ").contains("EFAULT");
        assertThat(program.failure(SystemCalls.READ, 99, TestProgram.MEMORY, 1)).isNotNull();
        assertThat(last()).isEqualTo("[1] read(99, 0x100000, 1) = -1 EBADF (Bad file descriptor)");
    }

    @Test
    void callsThatNobodyAnswersAreToldToo() {
        assertThat(program.failure(4000, 1, 2, 3)).isNotNull();
        assertThat(last()).startsWith("[1] system call 4000(0x1, 0x2, 0x3) = -1 ENOSYS");
    }
}
