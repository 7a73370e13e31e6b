package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.file.lock.LockCalls;

/** The system calls on files and descriptors but those that wait for several of them. */
public final class FileSystemCalls {
    private final LockCalls locks;
    private final DeviceControl others;

    /**
     * All of them.
     *
     * @param locks of the instance's files; is to be told when a process ends
     * @param others is asked what ioctl(2) means for what is no terminal
     */
    public FileSystemCalls(LockCalls locks, DeviceControl others) {
        this.locks = locks;
        this.others = others;
    }

    /** Has them answered. */
    public void addTo(CallTable table) {
        new OpenCalls().addTo(table);
        new ByteCalls().addTo(table);
        new StatusCalls().addTo(table);
        new NamingCalls().addTo(table);
        new PropertyCalls().addTo(table);
        new ExtendedAttributeCalls().addTo(table);
        new DirectoryCalls().addTo(table);
        new PositionCalls().addTo(table);
        new CopyCalls().addTo(table);
        new DescriptorCalls(locks).addTo(table);
        new ControlCalls(others).addTo(table);
    }
}
