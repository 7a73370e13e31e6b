package dev.ristretto.run.vmm.confine;

import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * The launcher: maps the file that its first argument names, a {@link LaunchScript}, makes the system calls in it one
 * after another and then executes the program that it ends with. That gets the other arguments, the first of them as
 * its name, and the environment. A call that fails and has a message ends it with that and status 125.
 *
 * <p>It stays one process from the beginning on, so that whoever starts it has started the program: number, signals and
 * exit status are the program's. Encodings are those of Intel's manual, volume 2.
 */
final class LauncherProgram {

    private static final String CODE = """
            48 8b 7c 24 10                  mov rdi, [rsp + 16]             ; the script's path
            31 f6                           xor esi, esi                    ; to read
            b8 02 00 00 00                  mov eax, open
            0f 05                           syscall
            49 89 c0                        mov r8, rax
            bf 00 00 00 10                  mov edi, SCRIPT
            be 00 00 10 00                  mov esi, MOST_BYTES
            ba 01 00 00 00                  mov edx, PROT_READ
            41 ba 12 00 00 00               mov r10d, MAP_PRIVATE | MAP_FIXED
            45 31 c9                        xor r9d, r9d
            b8 09 00 00 00                  mov eax, mmap                   ; fails if there is no file
            0f 05                           syscall
            bb 00 00 00 10                  mov ebx, SCRIPT
            48 39 d8                        cmp rax, rbx
            75 4b                           jne abort
            48 8b 03                        mov rax, [rbx]                  ; next: the number of the call
            48 8b 7b 08                     mov rdi, [rbx + 8]
            48 85 c0                        test rax, rax
            78 4b                           js execute
            48 8b 73 10                     mov rsi, [rbx + 16]
            48 8b 53 18                     mov rdx, [rbx + 24]
            4c 8b 53 20                     mov r10, [rbx + 32]
            4c 8b 43 28                     mov r8, [rbx + 40]
            4c 8b 4b 30                     mov r9, [rbx + 48]
            0f 05                           syscall
            48 3d 01 f0 ff ff               cmp rax, -4095                  ; an error number
            73 06                           jae failed
            48 83 c3 48                     add rbx, 72                     ; done
            eb d0                           jmp next
            48 83 7b 38 00                  cmp qword [rbx + 56], 0         ; failed: does it matter?
            74 f3                           je done
            bf 02 00 00 00                  mov edi, 2                      ; words
            48 8b 73 38                     mov rsi, [rbx + 56]
            48 8b 53 40                     mov rdx, [rbx + 64]
            b8 01 00 00 00                  mov eax, write
            0f 05                           syscall
            bf 7d 00 00 00                  mov edi, 125                    ; abort
            b8 e7 00 00 00                  mov eax, exit_group
            0f 05                           syscall
            48 8d 74 24 18                  lea rsi, [rsp + 24]             ; execute: arguments from the third on
            48 8b 0c 24                     mov rcx, [rsp]
            48 8d 54 cc 10                  lea rdx, [rsp + 8 * rcx + 16]   ; the environment
            b8 3b 00 00 00                  mov eax, execve
            0f 05                           syscall
            eb c9                           jmp words
            """;

    private static final byte[] FILE = StaticProgram.of(CODE);
    private static final Set<PosixFilePermission> PERMISSIONS = PosixFilePermissions.fromString("rwx------");
    private static final String NAME = "launcher";

    private LauncherProgram() {}

    /**
     * Makes sure that the launcher is in a folder, which is created when needed.
     *
     * @return its file
     */
    static Path install(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!isThere(file)) {
            Files.createDirectories(folder);
            // While another process executes the old one it cannot be written, only replaced.
            AtomicFile.write(file, FILE, PosixFilePermissions.asFileAttribute(PERMISSIONS));
        }
        return file;
    }

    private static boolean isThere(Path file) {
        try {
            return Files.isExecutable(file) && Arrays.equals(Files.readAllBytes(file), FILE);
        } catch (IOException e) {
            return false;
        }
    }
}
