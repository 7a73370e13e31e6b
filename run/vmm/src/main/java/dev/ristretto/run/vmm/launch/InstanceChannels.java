package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.vmm.RunFiles;
import java.nio.file.Path;

/** Where console, control and report of an instance lead. */
public sealed interface InstanceChannels {

    /** The control channel. */
    Path control();

    /** The report channel. */
    Path report();

    /** A Unix socket for whatever gives the instance its network. */
    Path network();

    /** A file that says how it is to be locked in, until it is. */
    Path script();

    /** A file with environment and arguments of a virtual machine, until its hypervisor has read it. */
    Path parameters();

    /**
     * To the process that starts it: the console on standard streams; control and report on Unix sockets that this
     * process serves and that the instance connects to, in a folder that is gone once it has.
     */
    record Attached(Path folder) implements InstanceChannels {

        @Override
        public Path control() {
            return folder.resolve("control");
        }

        @Override
        public Path report() {
            return folder.resolve("report");
        }

        @Override
        public Path network() {
            return folder.resolve("network");
        }

        @Override
        public Path script() {
            return folder.resolve("script");
        }

        @Override
        public Path parameters() {
            return folder.resolve("parameters");
        }

        /** The guest's standard error, where that is kept apart from its console; served as the others are. */
        public Path errors() {
            return folder.resolve("errors");
        }

        /** A Unix socket that leads to a folder of this host, by its number. */
        public Path share(int number) {
            return folder.resolve(shareName(number));
        }

        /** The name of that socket, beside the report channel wherever an instance finds that. */
        public static String shareName(int number) {
            return "share" + number;
        }

        /** A pipe that takes what passes the network card, in the pcap format, where that was asked for. */
        public Path capture() {
            return folder.resolve("capture");
        }
    }

    /** To files that outlive whoever starts it. */
    record Detached(RunFiles files) implements InstanceChannels {

        @Override
        public Path control() {
            return files.control();
        }

        @Override
        public Path report() {
            return files.report();
        }

        @Override
        public Path network() {
            return sibling("net");
        }

        @Override
        public Path script() {
            return sibling("script");
        }

        @Override
        public Path parameters() {
            return sibling("parameters");
        }

        private Path sibling(String extension) {
            return files.control().resolveSibling(files.control().getFileName() + "." + extension);
        }
    }
}
