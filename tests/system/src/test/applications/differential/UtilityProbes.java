package differential;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EventObject;
import java.util.Formatter;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Observable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Small classes of java.util. */
final class UtilityProbes {
    private static final byte[] BYTES = {0, 1, (byte) 0xFE, (byte) 0xFF, 63, 62};

    private UtilityProbes() {}

    static void run(Probes p) {
        base64(p);
        hex(p);
        uuids(p);
        optionals(p);
        others(p);
    }

    private static void base64(Probes p) {
        p.of("base64", () -> Base64.getEncoder().encodeToString(BYTES) + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[] {-1, -2}));
        p.of("base64 mime", () -> Base64.getMimeEncoder(8, new byte[] {'|'}).encodeToString(new byte[20]));
        for (String text : new String[] {"AAE=", "AAE", "A", "AA=A", "A*==", "AAE==", "====", "AA\nEC"}) {
            p.of("base64 decode " + text, () -> Base64.getDecoder().decode(text));
            p.of("base64 mime decode " + text, () -> Base64.getMimeDecoder().decode(text));
        }
        p.of("base64 stream", () -> Base64.getDecoder().wrap(new java.io.ByteArrayInputStream("AAEC!".getBytes(StandardCharsets.US_ASCII))).readAllBytes());
    }

    private static void hex(Probes p) {
        p.of("hex", () -> HexFormat.ofDelimiter(":").withUpperCase().withPrefix("0x").formatHex(BYTES));
        p.of("hex parse", () -> HexFormat.of().parseHex("00fF10"));
        p.of("hex odd", () -> HexFormat.of().parseHex("abc"));
        p.of("hex wrong", () -> HexFormat.of().parseHex("zz"));
        p.of("hex digits", () -> HexFormat.of().toHexDigits((short) -2) + HexFormat.fromHexDigits("7f") + HexFormat.isHexDigit('g'));
        p.of("hex too many", () -> HexFormat.fromHexDigits("123456789"));
        p.of("hex text", () -> HexFormat.ofDelimiter(", "));
    }

    private static void uuids(Probes p) {
        p.of("uuid of name", () -> UUID.nameUUIDFromBytes(BYTES));
        p.of("uuid", () -> UUID.fromString("1-2-3-4-5").toString() + new UUID(1, 2).hashCode());
        p.of("uuid wrong", () -> UUID.fromString("123"));
        p.of("uuid digits", () -> UUID.fromString("z0000000-0000-0000-0000-000000000000"));
        p.of("uuid random", () -> UUID.randomUUID().version() + " " + UUID.randomUUID().variant());
        p.of("uuid time", () -> new UUID(0, 0).timestamp());
        p.of("uuid order", () -> new UUID(-1, 0).compareTo(new UUID(1, 0)));
    }

    private static void optionals(Probes p) {
        p.of("optional", () -> Optional.of(1).map(value -> value + 1).filter(value -> value > 5).or(() -> Optional.of(9)) + " " + OptionalInt.of(3));
        p.of("optional null", () -> Optional.of(null));
        p.of("optional empty", () -> Optional.empty().orElseThrow());
        p.of("optional int", () -> OptionalInt.empty().getAsInt());
        p.of("optional equals", () -> Optional.of("a").equals(Optional.of("a")) + " " + Optional.empty().hashCode());
    }

    @SuppressWarnings("deprecation")
    private static void others(Probes p) {
        p.of("joiner", () -> new StringJoiner(",", "[", "]").setEmptyValue("none") + " " + new StringJoiner("-").add("a").merge(new StringJoiner("+").add("b").add("c")));
        p.of("objects", () -> Objects.hash(1, "a", null) + " " + Objects.toString(null, "d") + Objects.equals(null, null));
        p.of("identity text", () -> Objects.toIdentityString(null));
        p.of("observable", () -> {
            StringBuilder seen = new StringBuilder();
            Observable observable = new Observable() {
                @Override
                public void notifyObservers(Object value) {
                    setChanged();
                    super.notifyObservers(value);
                }
            };
            observable.addObserver((from, value) -> seen.append("1").append(value));
            observable.addObserver((from, value) -> seen.append("2").append(value));
            observable.notifyObservers("x");
            return seen + " " + observable.countObservers();
        });
        p.of("event", () -> new EventObject(null));
        p.of("functions", () -> Function.<Integer>identity().andThen(value -> value * 2).compose((String text) -> text.length()).apply("abc") + " " + Predicate.not(String::isEmpty).and(text -> text.length() < 3).test("ab") + UnaryOperator.identity().apply(1));
        p.of("formatter", () -> new Formatter(new StringBuilder("start ")).format("%d", 1).out());
        p.of("flow", () -> Flow.defaultBufferSize());
        p.of("dictionary", () -> new java.util.Hashtable<>(java.util.Map.of("a", 1)).elements());
        p.of("boolean", () -> Boolean.compare(true, false) + Boolean.hashCode(true));
        p.of("currency", () -> java.util.Currency.getInstance("JPY").getNumericCodeAsString());
        p.of("timer", () -> new java.util.Timer(true).purge());
        p.of("locale service", () -> java.util.ServiceLoader.load(java.util.spi.LocaleNameProvider.class).findFirst());
        p.of("jumble", () -> java.util.Collections.disjoint(java.util.List.of(1), java.util.List.of(2)));
        p.of("wrapper", () -> new java.util.zip.CRC32().getValue() + Character.MAX_RADIX + Short.toUnsignedInt((short) -1));
    }
}
