package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where QEMU's character devices lead, in the words of its option {@code -chardev}.
 *
 * @param console the guest's console
 * @param control QEMU's control channel
 * @param report what the guest tells the host
 * @param errors the guest's standard error, if it is kept apart from the console
 */
record CharacterDevices(String console, String control, String report, Optional<String> errors) {

    /** Identifier of the console's device. */
    static final String CONSOLE = "console";

    /**
     * For an instance with these channels.
     *
     * @param separateErrors whether an attached instance's standard error is kept apart from its console
     * @param handedOver whether the socket of a detached instance's control channel is QEMU's descriptor 3 from the
     *     beginning on; else QEMU makes it
     */
    static CharacterDevices of(InstanceChannels channels, boolean separateErrors, boolean handedOver) {
        return switch (channels) {
            case InstanceChannels.Attached attached ->
                new CharacterDevices(
                        "stdio,id=" + CONSOLE + ",signal=off",
                        "socket,id=control,path=" + text(attached.control()),
                        "socket,id=report,path=" + text(attached.report()),
                        separateErrors
                                ? Optional.of("socket,id=errors,path=" + text(attached.errors()))
                                : Optional.empty());
            case InstanceChannels.Detached detached -> detached(detached.files(), handedOver);
        };
    }

    /** Control is on a socket that QEMU serves, one client after another. */
    private static CharacterDevices detached(RunFiles files, boolean handedOver) {
        return new CharacterDevices(
                "file,id=" + CONSOLE + ",append=on,path=" + text(files.console()),
                "socket,id=control,server=on,wait=off," + (handedOver ? "fd=3" : "path=" + text(files.control())),
                reportOption(files.report()),
                Optional.empty());
    }

    /** Also what tells the QEMU process of an instance from all others. */
    static String reportOption(Path report) {
        return "file,id=report,path=" + text(report);
    }

    private static String text(Path path) {
        return QemuCommandLine.escape(path.toString());
    }
}
