package dev.ristretto.kernel.posix;

import static dev.ristretto.kernel.posix.Failing.assertErrno;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipeTest {
    private final FileDescriptorTable table = new FileDescriptorTable(16);
    private final Pipe pipe = new Pipe();
    private final OpenFile in = pipe.readEnd();
    private final OpenFile out = pipe.writeEnd();
    private int inFd;
    private int outFd;

    @BeforeEach
    void open() throws PosixException {
        inFd = table.open(in);
        outFd = table.open(out);
    }

    @Test
    void bytesComeOutInOrderWhateverThePieces() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] sent = new byte[1_000_000];
        new Random(seed).nextBytes(sent);
        Background<Void> writer = Background.start(() -> {
            Random random = new Random(seed + 1);
            ByteBuffer source = ByteBuffer.wrap(sent);
            while (source.position() < sent.length) {
                source.limit(Math.min(sent.length, source.position() + 1 + random.nextInt(100_000)));
                out.write(source);
            }
            table.close(outFd);
            return null;
        });
        Random random = new Random(seed + 2);
        ByteBuffer received = ByteBuffer.allocate(sent.length);
        while (received.hasRemaining()) {
            received.limit(Math.min(sent.length, received.position() + 1 + random.nextInt(100_000)));
            assertThat(in.read(received)).isPositive();
            received.limit(sent.length);
        }
        assertThat(received.array()).isEqualTo(sent);
        assertThat(in.read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.END_OF_FILE);
        writer.result();
    }

    @Test
    void aNonBlockingEndSaysThatItWouldBlock() throws PosixException {
        in.setNonBlocking(true);
        out.setNonBlocking(true);
        assertThat(in.read(ByteBuffer.allocate(1))).isEqualTo(OpenFile.WOULD_BLOCK);
        assertThat(out.write(ByteBuffer.allocate(Pipe.CAPACITY + 5))).isEqualTo(Pipe.CAPACITY);
        assertThat(out.write(ByteBuffer.allocate(1))).isEqualTo(OpenFile.WOULD_BLOCK);
    }

    @Test
    void aShortWriteIsNeverCutInTwo() throws PosixException {
        out.setNonBlocking(true);
        assertThat(out.write(ByteBuffer.allocate(Pipe.CAPACITY - 100))).isEqualTo(Pipe.CAPACITY - 100);
        assertThat(out.write(ByteBuffer.allocate(101))).isEqualTo(OpenFile.WOULD_BLOCK);
        assertThat(out.write(ByteBuffer.allocate(100))).isEqualTo(100);
    }

    @Test
    void aReaderThatWaitsGetsWhatIsWritten() throws Exception {
        ByteBuffer target = ByteBuffer.allocate(10);
        Background<Integer> reader = Background.untilItWaits(() -> in.read(target));
        out.write(ByteBuffer.wrap(new byte[] {7}));
        assertThat(reader.result()).isEqualTo(1);
        assertThat(target.get(0)).isEqualTo((byte) 7);
    }

    @Test
    void theWriterLeavingIsTheEndOfFileForAReaderThatWaits() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> in.read(ByteBuffer.allocate(1)));
        table.close(outFd);
        assertThat(reader.result()).isEqualTo(OpenFile.END_OF_FILE);
    }

    @Test
    void theReaderLeavingBreaksThePipeForAWriterThatWaits() throws Exception {
        Background<Integer> writer = Background.untilItWaits(() -> out.write(ByteBuffer.allocate(Pipe.CAPACITY + 1)));
        table.close(inFd);
        assertThat(writer.result()).isEqualTo(Pipe.CAPACITY);
        assertErrno(Errno.EPIPE, () -> out.write(ByteBuffer.allocate(1)));
    }

    @Test
    void closingAnEndInterruptsTheThreadThatWaitsOnIt() throws Exception {
        Background<Integer> reader = Background.untilItWaits(() -> in.read(ByteBuffer.allocate(1)));
        table.replace(inFd, new ClosedFile());
        assertThat(reader.result()).isEqualTo(OpenFile.INTERRUPTED);
    }

    @Test
    void anInterruptDoesNotEndAReadButIsKept() throws Exception {
        Background<Boolean> reader = Background.untilItWaits(() -> {
            assertThat(in.read(ByteBuffer.allocate(1))).isEqualTo(1);
            return Thread.interrupted();
        });
        reader.interrupt();
        out.write(ByteBuffer.allocate(1));
        assertThat(reader.result()).isTrue();
    }

    @Test
    void aVectorFillsItsBuffersInTurnAndWaitsForTheFirstByteOnly() throws Exception {
        ByteBuffer[] targets = {ByteBuffer.allocate(0), ByteBuffer.allocate(2), ByteBuffer.allocate(2)};
        assertThat(out.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {1, 2}), ByteBuffer.wrap(new byte[] {3})}))
                .isEqualTo(3);
        assertThat(in.read(targets)).isEqualTo(3);
        assertThat(targets[1].array()).containsExactly(1, 2);
        assertThat(targets[2].get(0)).isEqualTo((byte) 3);
    }

    @Test
    void awaitTellsWhatIsReadyAndGivesUpInTime() throws Exception {
        assertThat(in.await(PollEvents.IN, 0)).isZero();
        assertThat(in.await(PollEvents.IN, 1_000_000)).isZero();
        assertThat(out.await(PollEvents.OUT, Wait.FOREVER)).isEqualTo(PollEvents.OUT);
        Background<Integer> waiter = Background.untilItWaits(() -> in.await(PollEvents.IN, Wait.FOREVER));
        out.write(ByteBuffer.allocate(1));
        assertThat(waiter.result()).isEqualTo(PollEvents.IN);
        table.close(outFd);
        assertThat(in.await(PollEvents.IN, Wait.FOREVER)).isEqualTo(PollEvents.IN | PollEvents.HUP);
    }

    @Test
    void virtualThreadsWaitToo() throws Exception {
        ByteBuffer target = ByteBuffer.allocate(1);
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                in.read(target);
            } catch (PosixException e) {
                throw new AssertionError(e);
            }
        });
        while (reader.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        out.write(ByteBuffer.wrap(new byte[] {9}));
        reader.join();
        assertThat(target.get(0)).isEqualTo((byte) 9);
    }
}
