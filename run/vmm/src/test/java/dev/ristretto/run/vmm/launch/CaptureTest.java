package dev.ristretto.run.vmm.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.run.vmm.HypervisorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTest {

    private static final byte[] FRAME = {1, 2, 3, 4, 5, 6, 7};

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIntoThePipeIsInTheFileWithNameAndTime() throws Exception {
        Path file = folder.resolve("x.pcapng");
        Capture capture = Capture.start(folder.resolve("pipe"), file);
        Files.write(folder.resolve("pipe"), pcap(ByteOrder.nativeOrder(), 0xa1b2c3d4, 7, 5));
        capture.finish();
        ByteBuffer blocks = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(blocks.getInt(0)).isEqualTo(0x0a0d0d0a);
        int description = blocks.getInt(4);
        assertThat(blocks.getInt(description)).isEqualTo(1);
        assertThat(new String(blocks.array(), description + 20, 4)).isEqualTo("eth0");
        int packet = description + blocks.getInt(description + 4);
        assertThat(blocks.getInt(packet)).isEqualTo(6);
        long nanos = Integer.toUnsignedLong(blocks.getInt(packet + 12)) << 32
                | Integer.toUnsignedLong(blocks.getInt(packet + 16));
        assertThat(nanos).isEqualTo(7_000_005_000L);
        assertThat(blocks.getInt(packet + 20)).isEqualTo(FRAME.length);
        assertThat(Arrays.copyOfRange(blocks.array(), packet + 28, packet + 28 + FRAME.length))
                .isEqualTo(FRAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void bothOrdersAndUnitsAreRead(String name) throws Exception {
        ByteOrder order = name.startsWith("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertThat(first(pcap(order, 0xa1b2c3d4, 1, 2)).orElseThrow().nanos()).isEqualTo(1_000_002_000L);
        assertThat(first(pcap(order, 0xa1b23c4d, 1, 2)).orElseThrow().nanos()).isEqualTo(1_000_000_002L);
    }

    @Test
    void aStreamThatEndsInTheMidstOfAFrameEndsThere() throws Exception {
        byte[] whole = pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 1, 2);
        assertThat(first(Arrays.copyOf(whole, whole.length - 1))).isEmpty();
        assertThatThrownBy(() -> first("#!/bin/sh\nexit 0 # no capture".getBytes()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFrameOfImpossibleLengthIsRefused() {
        byte[] bad = pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 1, 2);
        ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(24 + 8, -1);
        assertThatThrownBy(() -> first(bad)).hasMessageContaining("4294967295 bytes");
    }

    @Test
    void theNameOfThePipeGoesOnceItIsOpenForWriting() throws Exception {
        Path pipe = folder.resolve("pipe");
        Capture capture = Capture.start(pipe, folder.resolve("x.pcapng"));
        CompletableFuture<Void> awaited = CompletableFuture.runAsync(capture::awaitWriter);
        assertThat(awaited).isNotDone();
        try (OutputStream writer = Files.newOutputStream(pipe)) {
            awaited.join();
            Files.delete(pipe);
            writer.write(pcap(ByteOrder.nativeOrder(), 0xa1b2c3d4, 7, 5));
        }
        capture.finish();
        assertThat(folder.resolve("x.pcapng")).isNotEmptyFile();
    }

    @Test
    void anInstanceThatDoesNotStartLeavesNoReaderBehind() throws Exception {
        Capture capture = Capture.start(folder.resolve("pipe"), folder.resolve("x.pcapng"));
        capture.abandon();
        capture.finish();
    }

    @Test
    void aFileThatCannotBeWrittenIsToldAtOnce() {
        Path file = folder.resolve("missing/x.pcapng");
        assertThatThrownBy(() -> Capture.start(folder.resolve("pipe"), file))
                .isInstanceOf(HypervisorException.class)
                .hasMessageContaining(file.toString());
        assertThat(folder.resolve("pipe")).doesNotExist();
    }

    private static Optional<PcapReader.Captured> first(byte[] stream) throws IOException {
        return new PcapReader(new ByteArrayInputStream(stream)).next();
    }

    private static byte[] pcap(ByteOrder order, int magic, int seconds, int fraction) {
        ByteBuffer stream = ByteBuffer.allocate(24 + 16 + FRAME.length).order(order);
        stream.putInt(magic).putShort((short) 2).putShort((short) 4);
        stream.putLong(0).putInt(65535).putInt(1);
        stream.putInt(seconds).putInt(fraction).putInt(FRAME.length).putInt(FRAME.length);
        stream.put(FRAME);
        return stream.array();
    }
}
