package dev.ristretto.abi.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Runs the program as Linux would (Documentation/networking/filter.rst), on made-up system calls. */
class SeccompFilterTest {
    private static final long RANGE = 0x2000_0000_0000L;
    private static final long RANGE_END = 0x7000_0000_0000L;
    private static final long IMAGE = 0x1000_0010_0000L;
    private static final int READ_WRITE = 3;
    private static final int READ_EXECUTE = 5;

    private ByteBuffer program = program(false);

    private static ByteBuffer program(boolean disks) {
        return ByteBuffer.wrap(SeccompFilter.program(RANGE, RANGE_END, disks)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void elevenCallsAreAllowedAndAllOthersTrapped() {
        // read write mmap mprotect munmap rt_sigreturn mremap restart_syscall timer_settime exit_group ppoll
        assertThat(allowed()).containsExactly(0, 1, 9, 10, 11, 15, 25, 219, 223, 231, 271);
    }

    @Test
    void withDisksThreeMoreAreAllowed() {
        program = program(true);
        // pread64 pwrite64 fdatasync
        assertThat(allowed()).containsExactly(0, 1, 9, 10, 11, 15, 17, 18, 25, 75, 219, 223, 231, 271);
    }

    private Set<Integer> allowed() {
        Set<Integer> allowed = new TreeSet<>();
        for (int call = 0; call < 600; call++) {
            if (judge(call, RANGE, 4096, READ_WRITE, call == 25 ? 3 : 0x4032, RANGE, 0) == SeccompProgram.ALLOW) {
                allowed.add(call);
            }
        }
        return allowed;
    }

    @Test
    void callsOfOtherArchitecturesAreTrapped() {
        assertThat(judge(0x4000_003e, 1, 0)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(SeccompProgram.ARCHITECTURE_X86_64, 1 | 0x4000_0000, 0))
                .isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void memoryIsNeverExecutable() {
        assertThat(judge(9, RANGE, 4096, READ_EXECUTE, 0x4032, -1, 0)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(10, RANGE, 4096, READ_EXECUTE)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void filesAndSharedMemoryAreNeverMapped() {
        assertThat(judge(9, RANGE, 4096, READ_WRITE, 0x4012, 3, 0)).isEqualTo(SeccompProgram.TRAP);
        assertThat(judge(9, RANGE, 4096, READ_WRITE, 0x4031, -1, 0)).isEqualTo(SeccompProgram.TRAP);
    }

    @Test
    void nothingButReservationsIsMapped() {
        for (long address : new long[] {0, IMAGE, RANGE - 1, RANGE_END, 0x7fff_0000_0000L}) {
            assertThat(judge(9, address, 4096, READ_WRITE, 0x4032, -1, 0)).isEqualTo(SeccompProgram.TRAP);
            assertThat(judge(10, address, 4096, READ_WRITE)).isEqualTo(SeccompProgram.TRAP);
            assertThat(judge(11, address, 4096)).isEqualTo(SeccompProgram.TRAP);
            assertThat(judge(25, RANGE, 4096, 4096, 3, address)).isEqualTo(SeccompProgram.TRAP);
        }
        assertThat(judge(25, IMAGE, 4096, 4096, 3, RANGE)).isEqualTo(SeccompProgram.ALLOW);
    }

    @Test
    void eachCallIsRefusedByItsNumberAndName() {
        String[] texts = new String(SeccompFilter.refusals(), StandardCharsets.US_ASCII).split("\0");
        assertThat(texts[0]).isEqualTo("forbidden system call 0 (read)");
        assertThat(texts[59]).isEqualTo("forbidden system call 59 (execve)");
        assertThat(texts[texts.length - 2]).isEqualTo("forbidden system call 450 (set_mempolicy_home_node)");
        assertThat(texts[texts.length - 1]).isEqualTo("forbidden system call of a number that has no name");
    }

    private int judge(int call, long... arguments) {
        return judge(SeccompProgram.ARCHITECTURE_X86_64, call, arguments);
    }

    private int judge(int architecture, int call, long... arguments) {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putInt(call).putInt(architecture).putLong(0);
        for (long argument : arguments) {
            data.putLong(argument);
        }
        int value = 0;
        for (int at = 0; ; at++) {
            int code = program.getShort(8 * at);
            int constant = program.getInt(8 * at + 4);
            int ifTrue = program.get(8 * at + 2) & 0xff;
            int ifFalse = program.get(8 * at + 3) & 0xff;
            switch (code) {
                case 0x20 -> value = data.getInt(constant);
                case 0x06 -> {
                    return constant;
                }
                case 0x15 -> at += value == constant ? ifTrue : ifFalse;
                case 0x35 -> at += Integer.compareUnsigned(value, constant) >= 0 ? ifTrue : ifFalse;
                case 0x45 -> at += (value & constant) != 0 ? ifTrue : ifFalse;
                default -> throw new AssertionError("instruction " + at + " has the unknown code " + code);
            }
        }
    }
}
