package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.InstancePlace;
import java.nio.file.Path;

/**
 * Where QEMU's character devices lead, in the words of its option {@code -chardev}.
 *
 * @param console the guest's console
 * @param control QEMU's control channel
 * @param report what the guest tells the host
 */
record QemuChannels(String console, String control, String report) {

    /** Identifier of the console's device. */
    static final String CONSOLE = "console";

    /** To the process that starts QEMU: the console on standard streams, the others connected to its Unix sockets. */
    static QemuChannels ofParent(Path control, Path report) {
        return new QemuChannels(
                "stdio,id=" + CONSOLE + ",signal=off",
                "socket,id=control,path=" + text(control),
                "socket,id=report,path=" + text(report));
    }

    /** To files, and control on a socket that QEMU serves, one client after another. */
    static QemuChannels detached(InstancePlace place) {
        return new QemuChannels(
                "file,id=" + CONSOLE + ",append=on,path=" + text(place.console()),
                controlOption(place.control()),
                "file,id=report,path=" + text(place.report()));
    }

    /** Also what tells the QEMU process of a place from all others. */
    static String controlOption(Path control) {
        return "socket,id=control,server=on,wait=off,path=" + text(control);
    }

    private static String text(Path path) {
        return QemuCommandLine.escape(path.toString());
    }
}
