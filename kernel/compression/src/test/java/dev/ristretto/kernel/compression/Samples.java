package dev.ristretto.kernel.compression;

import java.util.Random;

/** Data of many kinds, by seed. */
final class Samples {
    private Samples() {}

    static byte[] of(long seed) {
        Random random = new Random(seed);
        byte[] data = new byte[random.nextInt(4) == 0 ? random.nextInt(300) : random.nextInt(200_000)];
        int kind = random.nextInt(6);
        for (int i = 0; i < data.length; ) {
            switch (kind == 5 ? random.nextInt(5) : kind) {
                case 0 -> data[i++] = (byte) random.nextInt(256);
                case 1 -> data[i++] = (byte) (random.nextGaussian() * 10);
                case 2 -> {
                    int run = Math.min(data.length - i, 1 + random.nextInt(2000));
                    java.util.Arrays.fill(data, i, i + run, (byte) random.nextInt(4));
                    i += run;
                }
                case 3 -> {
                    int length = Math.min(data.length - i, 1 + random.nextInt(300));
                    int from = i == 0 ? 0 : Math.max(0, i - 1 - random.nextInt(Math.min(i, 40_000)));
                    for (int j = 0; j < length; j++) {
                        data[i + j] = i == 0 ? (byte) j : data[from + j];
                    }
                    i += length;
                    if (i < data.length) {
                        data[i++] = (byte) random.nextInt(256);
                    }
                }
                default -> data[i++] = (byte) "the quick brown fox ".charAt(Math.floorMod(i + random.nextInt(3), 20));
            }
        }
        return data;
    }

    /** Frequencies like Fibonacci's numbers give the longest codes. */
    static byte[] skewed() {
        byte[] data = new byte[400_000];
        int at = 0;
        int count = 1;
        int before = 1;
        for (int symbol = 0; at < data.length; symbol++) {
            int length = Math.min(count, data.length - at);
            java.util.Arrays.fill(data, at, at + length, (byte) symbol);
            at += length;
            int next = count + before;
            before = count;
            count = next;
        }
        Random random = new Random(9);
        for (int i = data.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte swapped = data[i];
            data[i] = data[other];
            data[other] = swapped;
        }
        return data;
    }
}
