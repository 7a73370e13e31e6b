package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.launch.ShellScript;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell that starts a program that QEMU needs beside it and then becomes QEMU itself, so that whoever started a
 * detached instance is not needed for either. If that program ends before QEMU, QEMU is killed, as an attached instance
 * is.
 */
final class Companion {

    /**
     * Linux tells by a flag beside its path whether somebody listens on a socket. The fourth field of {@code stat} is
     * the parent (proc(5); the shell's name has no blanks): as long as it is the first shell, which is QEMU by then,
     * its number has not gone to another process. If that has ended before anybody could connect, nobody will.
     */
    private static final String SCRIPT = """
            socket=$1
            words=$2
            shift 2
            listens() {
              grep -F -- " $socket" /proc/net/unix | grep -q ' 00010000 '
            }
            rm -f -- "$socket"
            (
              (become "$words" "$@") &
              helper=$!
              until listens || ! kill -0 "$helper" 2>/dev/null; do
                sleep 0.01
              done
              read -r stat </proc/self/stat
              set -- $stat
              [ "$4" = "$$" ] || kill -KILL "$helper" 2>/dev/null
              wait "$helper"
              read -r stat </proc/self/stat
              set -- $stat
              [ "$4" != "$$" ] || kill -KILL "$$"
            ) &
            until listens; do
              sleep 0.01
            done
            shift "$words"
            exec "$@"
            """;

    private Companion() {}

    /**
     * The command of such a shell.
     *
     * @param helper the program beside QEMU
     * @param socket where it listens
     * @param program QEMU
     * @param name the argument of QEMU by which its process is found, from before it is QEMU on
     */
    static List<String> command(List<String> helper, Path socket, List<String> program, String name) {
        return ShellScript.command(SCRIPT, name, List.of(socket.toString()), helper, program);
    }
}
