package dev.ristretto.tests.runtime;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Arithmetic, big numbers, random numbers and byte buffers. */
final class NumberChecks {
    private NumberChecks() {}

    static void plan(Plan plan) {
        plan.check("elementary functions", "0.8414709848078965 1024.0 1.4142135623730951 2.718281828459045 3.0", () -> {
            double one = Double.parseDouble("1");
            return Math.sin(one) + " " + Math.pow(2 * one, 10) + " " + Math.sqrt(2 * one) + " " + Math.exp(one) + " "
                    + Math.log10(1000 * one);
        });
        plan.check("double to text", "0.1 1.0E10 4.9E-324 NaN -Infinity 3.4028235E38", () -> 0.1 + " " + 1e10 + " "
                + Double.MIN_VALUE + " " + Double.NaN + " " + Double.NEGATIVE_INFINITY + " " + Float.MAX_VALUE);
        plan.check("text to double", 1.7976931348623157e308, () -> Double.parseDouble("1.7976931348623157e308"));
        plan.check("overflow wraps", Integer.MIN_VALUE, () -> Integer.parseInt("2147483647") + 1);
        plan.check("division towards zero", "-3 -1 -4 1", () -> {
            int seven = Integer.parseInt("-7");
            return seven / 2 + " " + seven % 2 + " " + Math.floorDiv(seven, 2) + " " + Math.floorMod(seven, 2);
        });
        plan.check("minimum by -1", Long.MIN_VALUE, () -> Long.MIN_VALUE / Long.parseLong("-1"));
        plan.check("bits", "3 28 7 0x80", () -> Integer.bitCount(0x15) + " " + Integer.numberOfLeadingZeros(9) + " "
                + Long.numberOfTrailingZeros(128) + " 0x" + Long.toHexString(Long.highestOneBit(200)));
        plan.check("multiply high", "-1 18446744073709551615", () ->
                Math.multiplyHigh(-1L, Long.parseLong("5")) + " " + Long.toUnsignedString(-1));
        plan.check("100 factorial", "93326215443944152681", () -> {
            BigInteger product = BigInteger.ONE;
            for (int i = 2; i <= 100; i++) {
                product = product.multiply(BigInteger.valueOf(i));
            }
            return product.toString().substring(0, 20);
        });
        plan.check("modular power", BigInteger.TWO, () ->
                BigInteger.TWO.modPow(BigInteger.valueOf(1_000_000), BigInteger.valueOf(7)));
        plan.holds("prime test", () -> BigInteger.TWO.pow(127).subtract(BigInteger.ONE).isProbablePrime(20));
        plan.check("decimal", "0.3333333", () -> BigDecimal.ONE
                .divide(BigDecimal.valueOf(3), new MathContext(7))
                .toPlainString());
        plan.check("seeded random", "30 63 48", () -> {
            Random random = new Random(42);
            return random.nextInt(100) + " " + random.nextInt(100) + " " + random.nextInt(100);
        });
        plan.holds("default generator", () -> {
            RandomGenerator generator = RandomGenerator.getDefault();
            return generator.nextLong() != generator.nextLong();
        });
        plan.check("name uuid", "9dd4e461-268c-3034-b5c8-564e155c67a6", () ->
                UUID.nameUUIDFromBytes(new byte[] {'x'}).toString());
        plan.check("heap buffer", 0x0403, () -> ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, 0x04030201)
                .getShort(2) & 0xffff);
        plan.check("direct buffer", 0x01020304, () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(64);
            buffer.putInt(0x04030201).flip();
            return buffer.order(ByteOrder.LITTLE_ENDIAN).getInt();
        });
        plan.holds("direct buffer starts zeroed", () -> {
            ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
            while (buffer.hasRemaining()) {
                if (buffer.get() != 0) {
                    return false;
                }
            }
            return true;
        });
    }
}
