package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.linux.SeccompProgram;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.run.vmm.confine.OwnRoot.Share;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The script that locks an image in which is then executed as a process. */
final class ProcessScript {

    private static final int FILTER_MODE = 1;
    private static final Path IMAGE = Path.of("/image");

    private ProcessScript() {}

    /**
     * Writes it.
     *
     * @param file where it will be; it deletes itself when the disks are locked
     * @param image the file to execute
     * @param disks what it finds open
     * @param shares what else there is inside, if the wall is whole
     * @param processors how many the image has
     */
    static byte[] of(
            Wall wall, Path file, Path image, List<Disk> disks, List<Share> shares, int processors, Limits limits) {
        LaunchScript script = LaunchScript.in(file, disks);
        if (wall == Wall.WHOLE) {
            List<Share> all = new ArrayList<>(shares);
            all.add(new Share(image, IMAGE, false, false));
            OwnRoot.enter(script, LaunchScript.FREE + disks.size(), true, all, List.of());
        }
        long program = script.text(wall == Wall.WHOLE ? IMAGE : image);
        limits.addTo(script);
        script.renouncePrivileges();
        byte[] filter = CallFilter.program(program, !disks.isEmpty(), processors > 1);
        long instructions = filter.length / SeccompProgram.INSTRUCTION;
        script.call(
                "a filter of system calls",
                SystemCalls.SECCOMP,
                FILTER_MODE,
                0,
                script.words(instructions, script.bytes(filter)));
        return script.executing(program);
    }
}
