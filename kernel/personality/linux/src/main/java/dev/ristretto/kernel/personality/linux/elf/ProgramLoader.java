package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.MapFlags;
import dev.ristretto.kernel.personality.linux.memory.MappedFile;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Brings programs into memory as Linux does (fs/exec.c, fs/binfmt_elf.c): programs of 64 bits that can be moved or not,
 * with or without an interpreter, and scripts. Safe for use by several threads.
 */
public final class ProgramLoader {
    /** How many scripts may be each other's interpreters (execve(2)). */
    private static final int MOST_SCRIPTS = 4;

    /** Pages by which the end of the stack is moved at random: 16 GiB. */
    private static final long STACK_PAGES = 1 << 22;

    /** Pages by which programs, and what is mapped anywhere, are moved at random: 1 TiB. */
    private static final long ADDRESS_PAGES = 1 << 28;

    /** Pages by which the break is moved at random: 32 MiB. */
    private static final long BREAK_PAGES = 1 << 13;

    private static final int ANYWHERE = MapFlags.PRIVATE | MapFlags.ANONYMOUS | MapFlags.NO_RESERVE;

    private final LongSupplier random;
    private final Credentials credentials;
    private final long hardwareCapabilities;

    /**
     * A loader of programs.
     *
     * @param random gives numbers that nobody can foretell
     * @param credentials with which programs run
     * @param hardwareCapabilities what programs are told of the processor: register EDX of leaf 1 of CPUID
     */
    public ProgramLoader(LongSupplier random, Credentials credentials, long hardwareCapabilities) {
        this.random = random;
        this.credentials = credentials;
        this.hardwareCapabilities = hardwareCapabilities;
    }

    /** {@link #prepare} and {@link #start} in one. */
    public LoadedProgram load(
            MemoryAreas areas,
            UserMemory memory,
            ExecutableFiles files,
            String path,
            List<String> arguments,
            List<String> environment)
            throws PosixException {
        return start(areas, memory, prepare(files, path, arguments, environment));
    }

    /**
     * Reads a program's file, and that of its interpreter.
     *
     * @throws PosixException ENOEXEC if it is no program; ELOOP if scripts need too many scripts; E2BIG if arguments
     *     and environment are too long; what {@link ExecutableFiles#open} fails with
     */
    public PreparedProgram prepare(ExecutableFiles files, String path, List<String> arguments, List<String> environment)
            throws PosixException {
        List<String> given = arguments.isEmpty() ? List.of("") : arguments;
        String executable = path;
        MappedFile file = files.open(path);
        for (int scripts = 0; ; scripts++) {
            byte[] beginning = new byte[ScriptLine.LENGTH];
            beginning = Arrays.copyOf(beginning, file.read(0, beginning, beginning.length));
            if (!ScriptLine.isScript(beginning)) {
                break;
            }
            if (scripts == MOST_SCRIPTS) {
                throw new PosixException(Errno.ELOOP);
            }
            ScriptLine line = ScriptLine.read(beginning);
            given = argumentsOf(line, executable, given);
            executable = line.interpreter();
            file = files.open(executable);
        }
        InitialStack.check(path, given, environment);
        ProgramFile program = ProgramFile.read(file);
        String interpreter = program.image().interpreter();
        return new PreparedProgram(
                path,
                executable,
                program,
                interpreter == null ? null : ProgramFile.read(files.open(interpreter)),
                given,
                environment);
    }

    private static List<String> argumentsOf(ScriptLine line, String script, List<String> arguments) {
        List<String> all = new ArrayList<>();
        all.add(line.interpreter());
        String argument = line.argument();
        if (argument != null) {
            all.add(argument);
        }
        all.add(script);
        all.addAll(arguments.subList(1, arguments.size()));
        return all;
    }

    /**
     * Brings a program into memory where nothing is mapped yet.
     *
     * @throws PosixException ENOMEM if there is no room; ENOEXEC if it is where its stack has to be. What is mapped by
     *     then stays.
     */
    public LoadedProgram start(MemoryAreas areas, UserMemory memory, PreparedProgram prepared) throws PosixException {
        long stackEnd = UserSpace.HIGH_END - pages(STACK_PAGES);
        areas.setStack(stackEnd, stackEnd - MemoryAreas.STACK_ROOM - pages(ADDRESS_PAGES));
        SegmentMapper mapper = new SegmentMapper(areas, memory);
        ElfImage image = prepared.program().image();
        long moved = image.movable() ? room(areas, image, UserSpace.HIGH_START + pages(ADDRESS_PAGES)) : 0;
        mapper.map(prepared.program(), moved);
        long end = moved + image.end() + UserSpace.PAGE - 1 & -UserSpace.PAGE;
        areas.beginBreak(end + pages(BREAK_PAGES));
        long entry = moved + image.entry();
        long interpreterMoved = 0;
        ProgramFile interpreter = prepared.interpreter();
        if (interpreter != null) {
            interpreterMoved = interpreter.image().movable() ? room(areas, interpreter.image(), 0) : 0;
            mapper.map(interpreter, interpreterMoved);
            entry = interpreterMoved + interpreter.image().entry();
        }
        AuxiliaryVector vector = new AuxiliaryVector(image, moved, interpreterMoved, credentials, hardwareCapabilities);
        InitialStack stack = new InitialStack(prepared, vector, random.getAsLong(), random.getAsLong());
        long pointer = stack.build(areas, memory, stackEnd);
        return new LoadedProgram(entry, pointer, prepared.executable(), prepared.arguments());
    }

    /** By how much a movable program has to be moved to where there is room for all of it. */
    private static long room(MemoryAreas areas, ElfImage image, long wish) throws PosixException {
        long bytes = (image.end() - image.start() + UserSpace.PAGE - 1 & -UserSpace.PAGE) + image.alignment();
        long found = areas.map(wish, bytes, PageAccess.NONE, ANYWHERE, null, 0);
        areas.unmap(found, bytes);
        return found - image.start() + image.alignment() - 1 & -image.alignment();
    }

    private long pages(long most) {
        return (random.getAsLong() & most - 1) * UserSpace.PAGE;
    }
}
