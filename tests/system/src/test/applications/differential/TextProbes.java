package differential;

import java.text.BreakIterator;
import java.text.CollationKey;
import java.text.Collator;
import java.text.Normalizer;
import java.text.RuleBasedCollator;
import java.text.StringCharacterIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Strings, characters, and what reads human text. */
final class TextProbes {
    private static final int[] CODE_POINTS = {'a', 'Z', '5', ' ', 0xA0, 0xDF, 0x130, 0x2028, 0x3042, 0x4E2D, 0xD800, 0x1F600, 0x10FFFF};
    private static final String SAMPLE = "\u00e9\u1e9b\u0323\ufb01 \u2460\ud55c\u1112\u1161\u11ab";
    private static final String SENTENCE = "Dr. Who said: \"Go!\" It's 3.5 km. \u00bfQu\u00e9? \u4f60\u597d\u3002";

    private TextProbes() {}

    static void run(Probes p) throws Exception {
        for (int point : CODE_POINTS) {
            p.of("character " + Integer.toHexString(point), () -> describe(point));
        }
        for (Normalizer.Form form : Normalizer.Form.values()) {
            p.of("normalize " + form, () -> Normalizer.normalize(SAMPLE, form));
            p.of("is normal " + form, () -> Normalizer.isNormalized(SAMPLE, form));
        }
        p.of("breaks of characters", () -> breaks(BreakIterator.getCharacterInstance(Locale.US)));
        p.of("breaks of words", () -> breaks(BreakIterator.getWordInstance(Locale.US)));
        p.of("breaks of lines", () -> breaks(BreakIterator.getLineInstance(Locale.US)));
        p.of("breaks of sentences", () -> breaks(BreakIterator.getSentenceInstance(Locale.US)));
        collation(p);
        strings(p);
        builders(p);
        errors(p);
    }

    private static String describe(int point) {
        return Character.getName(point) + "|" + Character.getType(point) + "|" + Character.UnicodeBlock.of(point) + "|"
                + Character.UnicodeScript.of(point) + "|" + Character.getDirectionality(point) + "|"
                + Character.isLetter(point) + Character.isDigit(point) + Character.isWhitespace(point)
                + Character.isSpaceChar(point) + Character.isJavaIdentifierStart(point) + Character.isMirrored(point)
                + Character.isEmoji(point) + Character.isIdeographic(point) + "|"
                + Integer.toHexString(Character.toUpperCase(point)) + Integer.toHexString(Character.toTitleCase(point));
    }

    private static List<Integer> breaks(BreakIterator iterator) {
        iterator.setText(SENTENCE);
        List<Integer> breaks = new ArrayList<>();
        for (int at = iterator.first(); at != BreakIterator.DONE; at = iterator.next()) {
            breaks.add(at);
        }
        return breaks;
    }

    private static void collation(Probes p) throws Exception {
        for (int strength : new int[] {Collator.PRIMARY, Collator.SECONDARY, Collator.TERTIARY, Collator.IDENTICAL}) {
            p.of("collator strength " + strength, () -> {
                Collator collator = Collator.getInstance(Locale.US);
                collator.setStrength(strength);
                return collator.compare("resume", "R\u00e9sum\u00e9");
            });
        }
        p.of("collation key", () -> {
            CollationKey key = Collator.getInstance(Locale.US).getCollationKey("abc");
            return key.toByteArray();
        });
        p.of("collation rules", () -> new RuleBasedCollator("< c < b < a").compare("a", "c"));
        p.of("collation rules wrong", () -> new RuleBasedCollator("a < "));
        p.of("collator locales", () -> Collator.getAvailableLocales().length);
    }

    private static void strings(Probes p) {
        p.of("strip", () -> "\u2003 a \t".strip() + "|" + " a ".trim() + "|" + "  ".isBlank());
        p.of("lines", () -> "a\nb\r\nc\rd".lines().toList());
        p.of("indent", () -> "a\n  b".indent(2) + "a\n  b".stripIndent());
        p.of("escapes", () -> "a\\tb\\u0041\\101\\s".translateEscapes());
        p.of("repeat", () -> "ab".repeat(-1));
        p.of("split", () -> "a,b,,c,,".split(","));
        p.of("split all", () -> "a,b,,c,,".split(",", -1));
        p.of("split keeping", () -> "a1b22c".splitWithDelimiters("\\d+", 0));
        p.of("replace", () -> "aXbXc".replaceAll("X(.)", "<$1>") + "aaa".replaceFirst("a", "b") + "a.b".replace(".", "$"));
        p.of("replace wrong group", () -> "abc".replaceAll("b", "$1"));
        p.of("replace escape", () -> "abc".replaceAll("b", "\\"));
        p.of("compare", () -> "apple".compareTo("Apple") + " " + "a".compareToIgnoreCase("B"));
        p.of("hash", () -> "hello world".hashCode() + " " + "\u00e9\u4e2d".hashCode());
        p.of("join", () -> String.join("-", List.of("a", "b")) + String.valueOf((Object) null));
        p.of("chars", () -> "a\ud83d\ude00".codePoints().boxed().toList());
        p.of("code points", () -> "a\ud83d\ude00b".offsetByCodePoints(0, 2) + " " + "a\ud83d\ude00".codePointCount(0, 3));
        p.of("index", () -> "hello".indexOf("l", 3) + " " + "hello".lastIndexOf('l', 2) + " " + "hello".indexOf('l', 1, 3));
        p.of("region", () -> "Hello".regionMatches(true, 1, "ELL", 0, 3));
        p.of("lower final sigma", () -> "\u039f\u0394\u039f\u03a3".toLowerCase(Locale.ROOT));
        p.of("upper sharp s", () -> "stra\u00dfe".toUpperCase(Locale.ROOT));
        p.of("equals ignoring case", () -> "\u0130".equalsIgnoreCase("i") + " " + "\u212a".equalsIgnoreCase("k"));
        p.of("intern", () -> new String("abc").intern() == "abc");
        p.of("transform", () -> "abc".transform(String::length));
        p.of("format", () -> "%s-%s".formatted(1, 2));
        p.of("text block", () -> """
                a
                  b\tc \
                d
                """);
        p.of("switch", () -> switch ("FB".hashCode() == "Ea".hashCode() ? "Ea" : "") {
            case "FB" -> 1;
            case "Ea" -> 2;
            default -> 3;
        });
        p.of("concatenation", () -> "" + 'c' + 1 + 2L + 1.0f + 2.0 + true + null + new int[0].length);
        p.of("copy", () -> String.copyValueOf(new char[] {'a', 'b', 'c'}, 1, 2));
        p.of("unpaired", () -> "\ud800x".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        p.of("constable", () -> "abc".describeConstable());
        p.of("collected", () -> "hello".chars().mapToObj(c -> "" + (char) c).collect(Collectors.joining("|", "<", ">")));
        p.of("numeric", () -> Character.getNumericValue('\u216b') + " " + Character.digit('\uff15', 10) + Character.forDigit(11, 16));
        p.of("name to character", () -> Character.codePointOf("GREEK SMALL LETTER ALPHA"));
        p.of("no such name", () -> Character.codePointOf("NO SUCH NAME"));
        p.of("block by name", () -> Character.UnicodeBlock.forName("Nope"));
        p.of("iterator", () -> {
            StringCharacterIterator iterator = new StringCharacterIterator("abc", 1);
            return "" + iterator.next() + iterator.previous() + iterator.last();
        });
    }

    private static void builders(Probes p) {
        p.of("insert", () -> new StringBuilder("abc").insert(1, 2.5).reverse());
        p.of("delete", () -> new StringBuilder("abc").delete(1, 9).append('x').length());
        p.of("reverse pairs", () -> new StringBuilder("a\ud83d\ude00b").reverse());
        p.of("set length", () -> new StringBuilder("abc").deleteCharAt(3));
        p.of("insert outside", () -> new StringBuilder("abc").insert(4, "x"));
        p.of("negative length", () -> {
            new StringBuilder("abc").setLength(-1);
            return "";
        });
        p.of("replace in", () -> new StringBuffer("abc").replace(1, 2, "XYZ"));
        p.of("repeat in", () -> new StringBuilder().repeat("ab", 3).repeat('x', 2));
        p.of("compare builders", () -> new StringBuilder("a").compareTo(new StringBuilder("b")));
        p.of("negative capacity", () -> new StringBuilder(-1));
    }

    private static void errors(Probes p) {
        p.of("charAt", () -> "abc".charAt(3));
        p.of("substring", () -> "abc".substring(2, 1));
        p.of("substring outside", () -> "abc".substring(4));
        p.of("subSequence", () -> "abc".subSequence(-1, 2));
        p.of("codePointAt", () -> "abc".codePointAt(5));
        p.of("of points", () -> new String(new int[] {0x110000}, 0, 1));
        p.of("of chars", () -> new String(new char[3], 2, 5));
        p.of("of bytes", () -> new String(new byte[3], "no-such-charset"));
        p.of("null", () -> new String((String) null));
        p.of("bad escape", () -> "\\q".translateEscapes());
        p.of("toChars", () -> Character.toChars(-1));
        p.of("toString of", () -> Character.toString(0x110000));
        p.of("compare null", () -> "a".compareTo(null));
    }
}
