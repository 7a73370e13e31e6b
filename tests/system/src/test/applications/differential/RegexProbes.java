package differential;

import java.util.Scanner;
import java.util.StringTokenizer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions, scanners and tokenizers. */
final class RegexProbes {
    private static final String[][] FINDS = {
        {"a+b*", "xaabbc"},
        {"(?<year>\\d{4})-(?<month>\\d\\d)", "on 2024-05"},
        {"(?i)STRASSE", "strasse"},
        {"(?iu)\u00c4", "\u00e4"},
        {"\\bfoo\\b", "a foo b"},
        {"(a|b)*?c", "ababc"},
        {"(?=.*\\d)\\w+", "abc1"},
        {"(?<!x)y", "xyzy"},
        {"(\\w)\\1", "hello"},
        {"\\p{L}+", "12\u00e9t\u00e9"},
        {"\\p{IsGreek}+", "ab\u03b1\u03b2"},
        {"\\p{Lu}\\p{javaLowerCase}", "xAb"},
        {"\\p{InCyrillic}", "\u0416"},
        {"\\p{Sc}", "a\u20ac"},
        {"[a-z&&[^aeiou]]+", "aeixyz"},
        {"\\X", "e\u0301x"},
        {"\\R", "a\r\nb"},
        {"\\h+\\v?", "a \t\n"},
        {"(?s)a.b", "a\nb"},
        {"(?m)^b$", "a\nb\nc"},
        {"(?x) a b # c", "ab"},
        {"\\Qa.b\\E", "a.b"},
        {"a{2,3}+a", "aaaa"},
        {"(?>a|ab)c", "abc"},
        {"\\G\\d", "12a"},
        {"\\x{1F600}", "\ud83d\ude00"},
        {"\\N{LATIN SMALL LETTER A}", "a"},
        {"[\\p{IsAlphabetic}&&\\p{ASCII}]+", "\u00e9ab"},
        {"\\b{g}.", "ab"},
        {"(?U)\\w+", "\u00e9t\u00e9"},
        {"\\p{IsEmoji}", "a\ud83d\ude00"},
    };

    private static final String[] WRONG = {
        "(", "[", "a{2,1}", "*", "\\", "(?<1a>x)", "\\p{Foo}", "(?<a>x)(?<a>y)", "[z-a]", "(?<=a+)b", "\\k<x>", "a**", "(?z)", "\\x{110000}", "\\1"
    };

    private RegexProbes() {}

    static void run(Probes p) {
        for (String[] row : FINDS) {
            p.of("find " + row[0], () -> {
                Matcher matcher = Pattern.compile(row[0]).matcher(row[1]);
                return matcher.find() ? matcher.start() + "-" + matcher.end() + ":" + matcher.group() : "none";
            });
        }
        for (String wrong : WRONG) {
            p.of("wrong " + wrong, () -> Pattern.compile(wrong).matcher("aa").find());
        }
        matchers(p);
        scanners(p);
    }

    private static void matchers(Probes p) {
        p.of("results", () -> Pattern.compile("\\d+").matcher("1 22 333").results().map(MatchResult::end).toList());
        p.of("replace by function", () -> Pattern.compile("\\d").matcher("a1b2").replaceAll(found -> "<" + found.group() + ">"));
        p.of("named groups", () -> Pattern.compile("(?<a>x)(?<b>y)").namedGroups().keySet().stream().sorted().toList());
        p.of("named group", () -> {
            Matcher matcher = Pattern.compile("(?<a>x)|(?<b>y)").matcher("y");
            return matcher.matches() + matcher.group("a") + matcher.group("b");
        });
        p.of("no group", () -> {
            Matcher matcher = Pattern.compile("a").matcher("a");
            matcher.find();
            return matcher.group(1);
        });
        p.of("no name", () -> {
            Matcher matcher = Pattern.compile("a").matcher("a");
            matcher.find();
            return matcher.group("x");
        });
        p.of("no match", () -> Pattern.compile("a").matcher("b").group());
        p.of("append", () -> {
            Matcher matcher = Pattern.compile("b").matcher("abcb");
            StringBuilder result = new StringBuilder();
            while (matcher.find()) {
                matcher.appendReplacement(result, "[$0]");
            }
            return matcher.appendTail(result);
        });
        p.of("region", () -> Pattern.compile("^b").matcher("abc").region(1, 3).lookingAt());
        p.of("hit end", () -> {
            Matcher matcher = Pattern.compile("ab").matcher("a");
            return matcher.matches() + " " + matcher.hitEnd() + " " + matcher.requireEnd();
        });
        p.of("quote", () -> Pattern.quote("a\\Eb") + Matcher.quoteReplacement("$1\\"));
        p.of("predicate", () -> Pattern.compile("b").asPredicate().test("abc") + " " + Pattern.compile("b").asMatchPredicate().test("abc"));
        p.of("split stream", () -> Pattern.compile(",").splitAsStream("a,b,,c,").toList());
        p.of("flags", () -> Pattern.compile("(?i)a", Pattern.DOTALL).flags() + " " + Pattern.compile("\u00e9", Pattern.CANON_EQ).matcher("e\u0301").matches());
        p.of("literal", () -> Pattern.compile("a.b", Pattern.LITERAL).matcher("a.b").matches());
        p.of("deep", () -> Pattern.compile("(a|b)*").matcher("ab".repeat(100_000)).matches());
        p.of("to string", () -> Pattern.compile("a").matcher("ba").toString());
    }

    private static void scanners(Probes p) {
        p.of("scanner", () -> {
            Scanner scanner = new Scanner("12 3.5 true word\nrest of line\n0x1F");
            return scanner.nextInt() + "|" + scanner.nextDouble() + "|" + scanner.nextBoolean() + "|" + scanner.next() + "|"
                    + scanner.nextLine() + "|" + scanner.nextLine() + "|" + scanner.hasNextInt(16);
        });
        p.of("scanner grouping", () -> new Scanner("1,234.5").useLocale(java.util.Locale.US).nextDouble());
        p.of("scanner mismatch", () -> new Scanner("abc").nextInt());
        p.of("scanner empty", () -> new Scanner("").next());
        p.of("scanner no line", () -> new Scanner("").nextLine());
        p.of("scanner delimiter", () -> new Scanner("a,b;c").useDelimiter("[,;]").tokens().toList());
        p.of("scanner find", () -> new Scanner("a1b2").findAll("\\d").map(MatchResult::group).toList());
        p.of("scanner closed", () -> {
            Scanner scanner = new Scanner("a");
            scanner.close();
            return scanner.next();
        });
        p.of("scanner big", () -> new Scanner("123456789012345678901234567890").nextBigInteger());
        p.of("scanner radix", () -> new Scanner("ff").nextInt(16));
        p.of("tokenizer", () -> {
            StringTokenizer tokenizer = new StringTokenizer("a b,c", " ,", true);
            return tokenizer.countTokens() + tokenizer.nextToken() + tokenizer.nextToken();
        });
        p.of("tokenizer end", () -> new StringTokenizer("").nextToken());
        p.of("stream tokenizer", () -> {
            var tokenizer = new java.io.StreamTokenizer(new java.io.StringReader("a = 1.5 'q' // c\nb"));
            StringBuilder all = new StringBuilder();
            while (tokenizer.nextToken() != java.io.StreamTokenizer.TT_EOF) {
                all.append(tokenizer).append(';');
            }
            return all;
        });
    }
}
