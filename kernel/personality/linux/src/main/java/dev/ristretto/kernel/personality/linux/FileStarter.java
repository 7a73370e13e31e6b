package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.personality.linux.elf.LoadedProgram;
import dev.ristretto.kernel.personality.linux.elf.PreparedProgram;
import dev.ristretto.kernel.personality.linux.elf.ProgramLoader;
import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.personality.linux.memory.OpenMappedFile;
import dev.ristretto.kernel.personality.linux.thread.LinuxProcess;
import dev.ristretto.kernel.personality.linux.thread.NextProgram;
import dev.ristretto.kernel.personality.linux.thread.ProgramMemory;
import dev.ristretto.kernel.personality.linux.thread.ProgramStarter;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileDescriptorTable;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.ProcessFiles;
import java.util.List;

/** Starts programs from the files of the instance. */
final class FileStarter implements ProgramStarter {
    private static final int READ_ONLY = 0;
    private static final int MAY_EXECUTE = 1;

    /** A program, its interpreter, and the scripts that lead to it. */
    private static final int MOST_FILES = 8;

    private final ProgramLoader loader;

    FileStarter(ProgramLoader loader) {
        this.loader = loader;
    }

    @Override
    public NextProgram prepare(LinuxProcess process, String path, List<String> arguments, List<String> environment)
            throws PosixException {
        ProcessFiles files = process.files().files();
        FileDescriptorTable opened = new FileDescriptorTable(MOST_FILES);
        PreparedProgram prepared =
                loader.prepare(executable -> open(files, opened, executable), path, arguments, environment);
        return new Next(files.realPath(path), opened, prepared);
    }

    private static MappedFile open(ProcessFiles files, FileDescriptorTable opened, String path) throws PosixException {
        files.requireAccess(path, MAY_EXECUTE);
        if (files.status(path, true).kind() != FileStatus.REGULAR) {
            throw new PosixException(Errno.EACCES);
        }
        int descriptor = opened.open(files.openFile(path, READ_ONLY, 0));
        return new OpenMappedFile(opened.get(descriptor, InodeFile.class, Errno.EACCES), files.realPath(path));
    }

    private final class Next implements NextProgram {
        private final String path;
        private final FileDescriptorTable opened;
        private final PreparedProgram prepared;

        Next(String path, FileDescriptorTable opened, PreparedProgram prepared) {
            this.path = path;
            this.opened = opened;
            this.prepared = prepared;
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public void begin(ProgramMemory memory, UserContext registers) throws PosixException {
            ProcessSpace space = (ProcessSpace) memory;
            try {
                space.areas().clear();
                LoadedProgram loaded = loader.start(space.areas(), space.memory(), prepared);
                for (int register = UserContext.R15; register <= UserContext.RAX; register++) {
                    registers.set(register, 0);
                }
                registers.set(UserContext.RFLAGS, 0);
                registers.set(UserContext.RIP, loaded.entry());
                registers.set(UserContext.RSP, loaded.stackPointer());
                space.setProgram(new RunningProgram(loaded.executable(), loaded.arguments(), prepared.environment()));
            } finally {
                for (int descriptor = 0; descriptor < opened.count(); descriptor++) {
                    opened.close(descriptor);
                }
            }
        }
    }
}
