package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.launch.ShellScript;
import java.nio.file.Path;
import java.util.List;

/**
 * A shell that starts a program that QEMU needs beside it and then becomes QEMU itself, so that whoever started a
 * detached instance is not needed for either. If that program ends before QEMU, QEMU is killed, as an attached instance
 * is; if it does not end with QEMU, it is killed itself.
 */
final class Companion {

    /** Linux tells by a flag beside its path whether somebody listens on a socket. */
    private static final String LISTENS = """
            listens() {
              grep -F -- " $socket" /proc/net/unix | grep -q ' 00010000 '
            }
            """;

    /**
     * setpriv (util-linux) has the watch told by a signal when the shell, which is QEMU by then, ends; where it cannot,
     * it is up to the helper to end.
     */
    private static final String SCRIPT = """
            socket=$1
            watch=$2
            words=$3
            shift 3
            rm -f -- "$socket"
            (
              set -- /bin/sh -c "$watch" watch "$$" "$socket" "$words" "$@"
              setpriv --pdeathsig TERM true 2>/dev/null && exec setpriv --pdeathsig TERM "$@"
              exec "$@"
            ) &
            until listens; do
              sleep 0.01
            done
            shift "$words"
            exec "$@"
            """;

    /**
     * Starts the program beside QEMU and sees to its end. The fourth field of {@code stat} is the parent (proc(5); the
     * shell's name has no blanks): as long as it is the first shell its number has not gone to another process. If that
     * has ended before anybody could connect, nobody will. A moment after its end everything it has sent is read.
     */
    private static final String WATCH = """
            parent=$1
            socket=$2
            words=$3
            shift 3
            isParent() {
              read -r stat </proc/self/stat
              set -- $stat
              [ "$4" = "$parent" ]
            }
            trap 'sleep 1; kill -KILL "$!" 2>/dev/null; exit' TERM
            (become "$words" "$@") &
            until listens || ! kill -0 "$!" 2>/dev/null; do
              sleep 0.01
            done
            isParent || kill -KILL "$!" 2>/dev/null
            wait "$!"
            ! isParent || kill -KILL "$parent"
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
        return ShellScript.command(
                LISTENS + SCRIPT,
                name,
                List.of(socket.toString(), ShellScript.withFunctions(LISTENS + WATCH)),
                helper,
                program);
    }
}
