package dev.ristretto.abi;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * The kernel command line, by which a host tells an image what to do.
 *
 * <p>Tokens are separated by one space. Bytes of a value's UTF-8 form other than letters, digits and
 * {@code . _ / : = , @ + -} are written {@code %XX}. The kernel ignores tokens that it does not know, because
 * hypervisors add their own.
 */
public final class CommandLine {

    /** {@code env=NAME=VALUE}: a variable of the environment; the last one of a name counts. */
    public static final String ENVIRONMENT = "env=";

    /** Begins the name of a variable that is a system property of a Java application instead. */
    public static final String PROPERTY = "-D";

    /** {@code arg=VALUE}: an argument of the application, in order. */
    public static final String ARGUMENT = "arg=";

    /** {@code abi=VERSION}: the version of this interface that the host speaks, see {@link BootNote#VERSION}. */
    public static final String VERSION = "abi=";

    /** {@code ip=ADDRESS/PREFIX[,GATEWAY[,DNS]...]}: the address of the network card, which DHCP gives otherwise. */
    public static final String ADDRESS = "ip=";

    /**
     * The network card leads to a proxy for TCP, as passt is one: it has accepted a connection before it asks for it,
     * and asks once. Has no value. A process knows that from {@link #NETWORK}.
     */
    public static final String PROXIED = "proxied";

    /** {@code hostname=NAME}: the name of the instance. */
    public static final String HOST_NAME = "hostname=";

    /**
     * {@code virtio_mmio.device=SIZE@ADDRESS:LINE}: a virtio device, in the words of Linux (virtio 1.2 section 4.2.1).
     */
    public static final String VIRTIO_MMIO = "virtio_mmio.device=";

    /** {@code memory=SIZE}: as a process, how much memory it has, in bytes or with K, M or G. */
    public static final String MEMORY = "memory=";

    /** {@code processors=N}: how many processors the instance uses; without it, all that a machine has. */
    public static final String PROCESSORS = "processors=";

    /** The most that {@link #PROCESSORS} says. */
    public static final int MOST_PROCESSORS = 64;

    /** {@code report=PATH}: as a process, the Unix socket of the report channel. */
    public static final String REPORT = "report=";

    /** {@code network=PATH}: as a process, the Unix socket of passt, or of whoever speaks its protocol. */
    public static final String NETWORK = "network=";

    /** {@code tap=NAME}: as a process, a TAP device in the place of {@link #NETWORK}. */
    public static final String TAP = "tap=";

    /**
     * {@code volume=PATH}, {@code volume=PATH:ro}: what is on a disk, in order of the disks, is found at a path. A disk
     * of a virtual machine says by its serial number, {@link #DISK_SERIAL} and a number from 0 on, which one it is; a
     * process has {@link #DISK}.
     */
    public static final String VOLUME = "volume=";

    /** Ends a {@link #VOLUME} that is not to be changed. */
    public static final String READ_ONLY = ":ro";

    /** Begins the serial number of the disk of a volume. */
    public static final String DISK_SERIAL = "volume";

    /** {@code disk=PATH}, {@code disk=DESCRIPTOR}: as a process, a file that is a disk, in order of the volumes. */
    public static final String DISK = "disk=";

    /**
     * {@code folder=PATH}, {@code folder=PATH:ro}: a folder of the host, which a server of 9P2000.L keeps, is found at
     * a path. A device of a virtual machine says by its name, {@link #FOLDER_TAG} and a number from 0 on, to which
     * folder it leads; a process has {@link #SHARE}.
     */
    public static final String FOLDER = "folder=";

    /** Begins the name of the device that leads to a folder, its mount tag. */
    public static final String FOLDER_TAG = "folder";

    /** {@code share=PATH}: as a process, the Unix socket of a server, in order of the folders and behind all disks. */
    public static final String SHARE = "share=";

    /** How many volumes and folders an instance can have together. */
    public static final int MOST_VOLUMES = 6;

    /**
     * Nothing in the tree of files can be changed (EROFS) but in volumes and {@link #TEMPORARY} files; devices can be
     * written to. Has no value.
     */
    public static final String READ_ONLY_ROOT = "read-only";

    /**
     * {@code tmpfs=PATH}, {@code tmpfs=PATH:BYTES}: at a path there is a file system in memory, whose files hold so
     * much at most, or half of what those of the root may. Together with those of the root they hold no more than that.
     */
    public static final String TEMPORARY = "tmpfs=";

    /** As a process, leaves it open to a debugger; has no value. */
    public static final String DEBUG = "debug";

    /** The environment variable that carries the command line of an image that is a process. */
    public static final String PROCESS_VARIABLE = "RISTRETTO";

    /**
     * Bytes of what {@link #of} writes. Linux hands a program 128 KiB as one argument or variable (MAX_ARG_STRLEN,
     * execve(2)), and hosts add tokens of their own.
     */
    public static final int LONGEST = 120 * 1024;

    private static final String PLAIN = "._/:=,@+-";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private CommandLine() {}

    /**
     * Writes the command line of an application: version, environment, arguments.
     *
     * @throws IllegalArgumentException if a variable's name is empty or contains {@code =}, if anything contains NUL,
     *     where texts end for Linux, or if the line becomes longer than {@link #LONGEST}
     */
    public static String of(Map<String, String> environment, List<String> arguments) {
        StringJoiner line = new StringJoiner(" ");
        line.add(VERSION + BootNote.VERSION);
        environment.forEach((name, value) -> {
            if (name.isEmpty() || name.contains("=")) {
                throw new IllegalArgumentException("'" + name + "' is not the name of an environment variable");
            }
            add(line, ENVIRONMENT, name + "=" + value);
        });
        arguments.forEach(argument -> add(line, ARGUMENT, argument));
        return line.toString();
    }

    private static void add(StringJoiner line, String token, String value) {
        if (value.indexOf(0) >= 0) {
            throw new IllegalArgumentException("Arguments and environment variables have no NUL characters in them");
        }
        line.add(token + encode(value));
        if (line.length() > LONGEST) {
            throw new IllegalArgumentException("Arguments and environment together take more than " + LONGEST
                    + " bytes, where each byte that is no letter or digit takes three"
                    + "; hand large values over in a file or by the network");
        }
    }

    /** Writes a value so that it has no space and only printable ASCII. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%');
                HEX.toHexDigits(encoded, b);
            }
        }
        return encoded.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || PLAIN.indexOf(b) >= 0;
    }
}
