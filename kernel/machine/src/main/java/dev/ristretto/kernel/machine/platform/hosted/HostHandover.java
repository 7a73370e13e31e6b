package dev.ristretto.kernel.machine.platform.hosted;

import static com.oracle.svm.core.c.CGlobalDataFactory.createCString;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.Report;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.DiskSupport;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.linux.InterfaceRequest;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.layout.linux.UnixAddress;
import org.graalvm.nativeimage.StackValue;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;
import org.graalvm.word.WordFactory;

/**
 * What the starter of the process hands over, named by tokens of the {@link CommandLine} and opened before the sandbox
 * closes: report channel, network, disks and ways to folders.
 */
final class HostHandover {
    private static final CGlobalData<CCharPointer> REPORT = createCString(CommandLine.REPORT);
    private static final CGlobalData<CCharPointer> NETWORK = createCString(CommandLine.NETWORK);
    private static final CGlobalData<CCharPointer> TAP = createCString(CommandLine.TAP);
    private static final CGlobalData<CCharPointer> DISK = createCString(CommandLine.DISK);
    private static final CGlobalData<CCharPointer> SHARE = createCString(CommandLine.SHARE);
    private static final CGlobalData<CCharPointer> DEBUG = createCString(CommandLine.DEBUG);
    private static final CGlobalData<CCharPointer> TUN_DEVICE = createCString("/dev/net/tun");
    private static final CGlobalData<CCharPointer> CANNOT =
            createCString("ristretto: cannot open what the command line names: ");
    private static final CGlobalData<CCharPointer> NEWLINE = createCString("\n");

    /** IFF_TAP, IFF_NO_PI. */
    private static final int TAP_WITHOUT_HEADER = 0x0002 | 0x1000;

    /** How often a connection is tried, a millisecond apart: who listens may be starting at the same time. */
    private static final int ATTEMPTS = 3_000;

    private static final long PAUSE_NANOS = 1_000_000;
    private static final int LONGEST_PATH = 1024;

    private HostHandover() {}

    /** Opens what the command line names; ends the process if that fails. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void accept(long commandLine) {
        long token = commandLine;
        while (Text.at(token) != 0) {
            long report = Text.behind(token, REPORT.get());
            long network = Text.behind(token, NETWORK.get());
            long tap = Text.behind(token, TAP.get());
            if (report != 0) {
                HostConsole.reportTo(connect(report, 0));
            } else if (network != 0) {
                HostNetwork.use(connect(network, HostCalls.NONBLOCK), HostNetwork.STREAM);
            } else if (tap != 0) {
                HostNetwork.use(openTap(tap), HostNetwork.TAP);
            } else if (DiskSupport.INCLUDED && Text.behind(token, DISK.get()) != 0) {
                addDisk(Text.behind(token, DISK.get()));
            } else if (DiskSupport.VOLUMES && Text.behind(token, SHARE.get()) != 0) {
                // One too many is missing later, and told by its path.
                boolean unused = HostDisks.add(connect(Text.behind(token, SHARE.get()), 0), 0);
            } else if (Text.behind(token, DEBUG.get()) != 0) {
                Sandbox.admitDebugger();
            }
            token = Text.nextToken(token);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int connect(long value, int flags) {
        Pointer address = StackValue.get(UnixAddress.SIZE);
        Cpu.fill(address.rawValue(), 0, UnixAddress.SIZE);
        UnixAddress.setDomain(address);
        decode(value, UnixAddress.path(address), UnixAddress.LONGEST_PATH);
        long socket = HostCalls.unixSocket(flags);
        long result = socket;
        for (int i = 0; i < ATTEMPTS && socket >= 0; i++) {
            result = HostCalls.connect(socket, address, UnixAddress.SIZE);
            if (result != -ErrorNumbers.ENOENT
                    && result != -ErrorNumbers.ECONNREFUSED
                    && result != -ErrorNumbers.EAGAIN) {
                break;
            }
            pause();
        }
        if (result < 0) {
            fail(value);
        }
        return (int) socket;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void pause() {
        Pointer time = StackValue.get(Timespec.SIZE);
        Timespec.set(time, PAUSE_NANOS);
        HostCalls.await(WordFactory.nullPointer(), 0, time);
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int openTap(long value) {
        Pointer request = StackValue.get(InterfaceRequest.SIZE);
        Cpu.fill(request.rawValue(), 0, InterfaceRequest.SIZE);
        decode(value, InterfaceRequest.name(request), InterfaceRequest.NAME_LENGTH);
        InterfaceRequest.setFlags(request, TAP_WITHOUT_HEADER);
        long device = HostCalls.openDevice(TUN_DEVICE.get().rawValue());
        if (device < 0 || HostCalls.setInterface(device, request) < 0) {
            fail(value);
        }
        return (int) device;
    }

    /** How many descriptors from 3 on are disks, which whoever started the process has opened. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static int openedDisks(long commandLine) {
        int count = 0;
        for (long token = commandLine; Text.at(token) != 0; token = Text.nextToken(token)) {
            long value = Text.behind(token, DISK.get());
            if (value != 0 && Text.at(value) != '/') {
                count++;
            }
        }
        return DiskSupport.INCLUDED ? count : 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void addDisk(long value) {
        long descriptor;
        if (Text.at(value) == '/') {
            Pointer path = StackValue.get(LONGEST_PATH);
            decode(value, path.rawValue(), LONGEST_PATH);
            descriptor = HostCalls.openFile(path.rawValue(), true);
            boolean writable = descriptor >= 0;
            if (!writable) {
                descriptor = HostCalls.openFile(path.rawValue(), false);
            }
            if (descriptor >= 0 && HostCalls.lock(descriptor, writable) < 0) {
                fail(value);
            }
        } else {
            descriptor = HostProcess.FIRST_DESCRIPTOR + HostDisks.count();
        }
        if (descriptor < 0 || !HostDisks.add(descriptor, HostCalls.size(descriptor))) {
            fail(value);
        }
    }

    /** Writes a value, up to the end of its token, as a C string of less than {@code room} bytes. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void decode(long value, long target, int room) {
        for (int i = 0; Text.at(value) > ' '; i++) {
            if (i == room - 1) {
                fail(value);
            }
            int c = Text.at(value++);
            if (c == '%' && Text.at(value) > ' ' && Text.at(value + 1) > ' ') {
                c = Text.hexadecimal(Text.at(value)) << 4 | Text.hexadecimal(Text.at(value + 1));
                value += 2;
            }
            Text.put(target + i, c);
        }
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void fail(long value) {
        HostConsole.print(CANNOT.get());
        for (long at = value; Text.at(at) > ' '; at++) {
            HostConsole.writeNow(Text.at(at));
        }
        HostConsole.print(NEWLINE.get());
        HostCalls.exit(Report.CANNOT_START_STATUS);
    }
}
