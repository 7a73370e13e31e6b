package differential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic and what is read as a number. */
final class NumberProbes {
    private static final double[] SAMPLES = {0.0, -0.0, 0.5, -1.75, 1e300, 1e-310, Double.NaN, Double.POSITIVE_INFINITY, 710};

    private static final String[] TEXTS = {
        "", " ", "1", "+1", "-", "0x1F", "2147483648", "-2147483648", "1e3", "1.5f", "0x1.8p1", "NaN", "Infinity", "1_000",
        "\u0661\u0662", "1 ", "#FF", "010", "1e400", "1e-400", ".5", "5.", "."
    };

    private NumberProbes() {}

    static void run(Probes p) {
        unary().forEach((name, function) -> p.of(name, () -> {
            String[] results = new String[SAMPLES.length];
            for (int index = 0; index < SAMPLES.length; index++) {
                results[index] = Double.toHexString(function.applyAsDouble(SAMPLES[index]));
            }
            return results;
        }));
        binary().forEach((name, function) -> p.of(name, () -> {
            StringBuilder results = new StringBuilder();
            for (double left : SAMPLES) {
                for (double right : SAMPLES) {
                    results.append(Double.doubleToRawLongBits(function.applyAsDouble(left, right)));
                }
            }
            return results.toString().hashCode();
        }));
        for (String text : TEXTS) {
            p.of("int of '" + text + "'", () -> Integer.parseInt(text));
            p.of("double of '" + text + "'", () -> Double.parseDouble(text));
            p.of("decimal of '" + text + "'", () -> new BigDecimal(text));
            p.of("decoded '" + text + "'", () -> Long.decode(text));
        }
        integers(p);
        big(p);
        floats(p);
    }

    private static Map<String, DoubleUnaryOperator> unary() {
        Map<String, DoubleUnaryOperator> functions = new LinkedHashMap<>();
        functions.put("sin", StrictMath::sin);
        functions.put("cos", StrictMath::cos);
        functions.put("tan", StrictMath::tan);
        functions.put("asin", StrictMath::asin);
        functions.put("acos", StrictMath::acos);
        functions.put("atan", StrictMath::atan);
        functions.put("sinh", StrictMath::sinh);
        functions.put("cosh", StrictMath::cosh);
        functions.put("tanh", StrictMath::tanh);
        functions.put("exp", StrictMath::exp);
        functions.put("expm1", StrictMath::expm1);
        functions.put("log", StrictMath::log);
        functions.put("log10", StrictMath::log10);
        functions.put("log1p", StrictMath::log1p);
        functions.put("cbrt", StrictMath::cbrt);
        functions.put("Math.sin", Math::sin);
        functions.put("Math.cos", Math::cos);
        functions.put("Math.tan", Math::tan);
        functions.put("Math.exp", Math::exp);
        functions.put("Math.log", Math::log);
        functions.put("Math.log10", Math::log10);
        functions.put("Math.sinh", Math::sinh);
        functions.put("Math.tanh", Math::tanh);
        functions.put("Math.cbrt", Math::cbrt);
        functions.put("sqrt", Math::sqrt);
        functions.put("ceil", Math::ceil);
        functions.put("floor", Math::floor);
        functions.put("rint", Math::rint);
        functions.put("ulp", Math::ulp);
        functions.put("nextUp", Math::nextUp);
        functions.put("signum", Math::signum);
        functions.put("round", Math::round);
        functions.put("toInt", value -> (int) value);
        functions.put("toFloat", value -> (float) value);
        return functions;
    }

    private static Map<String, DoubleBinaryOperator> binary() {
        Map<String, DoubleBinaryOperator> functions = new LinkedHashMap<>();
        functions.put("pow", StrictMath::pow);
        functions.put("Math.pow", Math::pow);
        functions.put("atan2", StrictMath::atan2);
        functions.put("hypot", StrictMath::hypot);
        functions.put("remainder", Math::IEEEremainder);
        functions.put("modulo", (left, right) -> left % right);
        functions.put("min", Math::min);
        functions.put("max", Math::max);
        functions.put("copySign", Math::copySign);
        functions.put("nextAfter", Math::nextAfter);
        functions.put("fma", (left, right) -> Math.fma(left, right, left));
        return functions;
    }

    private static void integers(Probes p) {
        p.of("addExact", () -> Math.addExact(Integer.MAX_VALUE, 1));
        p.of("multiplyExact", () -> Math.multiplyExact(Long.MAX_VALUE, 2L));
        p.of("toIntExact", () -> Math.toIntExact(1L << 40));
        p.of("negateExact", () -> Math.negateExact(Integer.MIN_VALUE));
        p.of("absExact", () -> Math.absExact(Long.MIN_VALUE));
        p.of("divideExact", () -> Math.divideExact(Integer.MIN_VALUE, -1));
        p.of("floorMod", () -> Math.floorMod(-7, 3) + " " + Math.floorDiv(-7, 3) + " " + Math.ceilDiv(7, 3));
        p.of("clamp", () -> Math.clamp(10L, 5, 1));
        p.of("multiplyHigh", () -> Math.multiplyHigh(Long.MAX_VALUE, Long.MIN_VALUE) + " " + Math.unsignedMultiplyHigh(-1L, -1L));
        p.of("minimum by -1", () -> (Integer.MIN_VALUE / -1) + " " + (Integer.MIN_VALUE % -1) + " " + (Long.MIN_VALUE / -1));
        p.of("unsigned", () -> Integer.toUnsignedString(-1) + Long.divideUnsigned(-1, 10) + Integer.compareUnsigned(-1, 1));
        p.of("parse unsigned", () -> Integer.parseUnsignedInt("4294967296"));
        p.of("bits", () -> Integer.bitCount(-5) + Integer.reverse(5) + Long.rotateLeft(5, 61) + Integer.compress(0xFF0, 0xF0F));
        p.of("radix", () -> Integer.toString(-255, 36) + Long.toString(Long.MIN_VALUE, 2) + Integer.parseInt("zz", 36));
        p.of("bad radix", () -> Integer.parseInt("1", 99));
        p.of("parse part", () -> Integer.parseInt("ab12cd", 2, 5, 10));
        p.of("byte", () -> Byte.parseByte("128"));
        p.of("short", () -> Short.parseShort("-32769"));
        p.of("long", () -> Long.parseLong("9223372036854775808"));
        p.of("null", () -> Integer.parseInt(null));
        p.of("null double", () -> Double.parseDouble(null));
        p.of("boolean", () -> Boolean.parseBoolean("TRUE") + " " + Boolean.logicalXor(true, false));
        p.of("cached", () -> Integer.valueOf(127) == Integer.valueOf(127));
        p.of("shift", () -> (1 << 33) + " " + (1L << 65) + " " + (-1 >>> 28) + " " + ((byte) 200 >> 1));
        p.of("char", () -> (char) 70000 + 0);
        p.of("by zero", () -> 1 / (p.count() * 0));
        p.of("by zero long", () -> 1L % (p.count() * 0L));
        p.of("double by zero", () -> 1.0 / 0 + " " + 0.0 / 0);
    }

    private static void big(Probes p) {
        BigInteger large = new BigInteger("123456789".repeat(20));
        p.of("big power", () -> BigInteger.TWO.pow(500).mod(large));
        p.of("big inverse", () -> BigInteger.valueOf(3).modInverse(BigInteger.valueOf(9)));
        p.of("big modPow", () -> large.modPow(BigInteger.valueOf(65537), BigInteger.TWO.pow(127).subtract(BigInteger.ONE)));
        p.of("big sqrt", () -> large.sqrt() + " " + large.multiply(large).sqrt().equals(large));
        p.of("big gcd", () -> large.gcd(BigInteger.valueOf(987654321)));
        p.of("big prime", () -> BigInteger.valueOf(1_000_000_000).nextProbablePrime());
        p.of("big multiply", () -> large.pow(40).multiply(large.pow(41)).hashCode());
        p.of("big division", () -> large.pow(9).divideAndRemainder(large.pow(4).add(BigInteger.TEN))[1].hashCode());
        p.of("big by zero", () -> large.divide(BigInteger.ZERO));
        p.of("big exact", () -> large.longValueExact());
        p.of("big text", () -> new BigInteger("12x"));
        p.of("big radix", () -> large.toString(36));
        p.of("big bits", () -> large.negate().bitLength() + " " + large.testBit(7) + " " + large.not().getLowestSetBit());
        p.of("decimal division", () -> BigDecimal.ONE.divide(BigDecimal.valueOf(3)));
        p.of("decimal by zero", () -> BigDecimal.ONE.divide(BigDecimal.ZERO));
        p.of("decimal context", () -> BigDecimal.ONE.divide(BigDecimal.valueOf(7), MathContext.DECIMAL128));
        p.of("decimal sqrt", () -> BigDecimal.TWO.sqrt(new MathContext(50)));
        p.of("decimal scale", () -> new BigDecimal("1E+5").setScale(2));
        p.of("decimal round", () -> new BigDecimal("1.005").setScale(2, RoundingMode.UNNECESSARY));
        p.of("decimal strings", () -> new BigDecimal("12E-10") + " " + new BigDecimal("12E10").toEngineeringString() + " "
                + new BigDecimal("12E10").toPlainString());
        p.of("decimal strip", () -> new BigDecimal("1000.00").stripTrailingZeros());
        p.of("decimal of double", () -> new BigDecimal(0.1));
        p.of("decimal of nan", () -> new BigDecimal(Double.NaN));
        p.of("decimal exact", () -> new BigDecimal("1.5").intValueExact());
        for (RoundingMode mode : RoundingMode.values()) {
            p.of("round " + mode, () -> new BigDecimal("-2.5").round(new MathContext(1, mode)));
        }
    }

    private static void floats(Probes p) {
        p.of("shortest", () -> new double[] {2e-3, 1e23, 4.9e-324, 9007199254740993.0, 1.0E7, 0.001});
        p.of("shortest float", () -> new float[] {1.0e10f, 3.4028235e38f, 1.4e-45f, 0.3f, 16777216f});
        p.of("hex", () -> Double.toHexString(-1.5e-310) + Float.toHexString(1e-40f));
        p.of("double bits", () -> Double.doubleToLongBits(-0.0) + " " + Float.floatToIntBits(Float.NaN));
        p.of("half", () -> Float.float16ToFloat((short) 0x3555) + " " + Float.floatToFloat16(65519f));
        p.of("compare", () -> Double.compare(0.0, -0.0) + " " + Double.valueOf(Double.NaN).equals(Double.NaN));
        p.of("sum", () -> 0.1 + 0.2 + " " + (0.1f + 0.2f));
        p.of("exponent", () -> Math.getExponent(1e-310) + " " + Math.scalb(1.0, -1074));
        p.of("hash", () -> Double.hashCode(1.5) + " " + Float.hashCode(1.5f) + " " + Long.hashCode(-1L));
    }
}
