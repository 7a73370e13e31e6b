package dev.ristretto.tests.runtime;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.text.Normalizer;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Scanner;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Strings, formats, regular expressions, charsets and class-path resources. */
final class TextChecks {
    private static final String MIXED = "h\u00e9llo \u4e16\u754c \ud83d\ude00";

    private TextChecks() {}

    static void plan(Plan plan) {
        plan.check(
                "bundle that is a class",
                "Guten Tag",
                () -> ResourceBundle.getBundle(Greetings.class.getName(), Locale.GERMAN)
                        .getString("greeting"));
        plan.check(
                "format",
                "00042|  3.142|ff|abc  |1,234,567|1.5E+00",
                () -> String.format(Locale.ROOT, "%05d|%7.3f|%x|%-5s|%,d|%.1E", 42, Math.PI, 255, "abc", 1234567, 1.5));
        plan.check(
                "formatted dates",
                "2026-11-23 06:07:08",
                () -> String.format(Locale.ROOT, "%1$tF %1$tT", java.time.LocalDateTime.of(2026, 11, 23, 6, 7, 8)));
        plan.check(
                "decimal format",
                "1,234.50",
                () -> new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(1234.5));
        plan.check(
                "message format",
                "3 of abc",
                () -> new MessageFormat("{1} of {0}", Locale.ROOT).format(new Object[] {"abc", 3}));
        plan.check("regular expression", "2026-11", () -> {
            Matcher matcher = Pattern.compile("(\\d{4})-(?<month>\\d\\d)").matcher("on 2026-11-23");
            return matcher.find() ? matcher.group(1) + "-" + matcher.group("month") : "none";
        });
        plan.check(
                "replacing",
                "<b> and <d>",
                () -> Pattern.compile("\\b(\\w)\\b")
                        .matcher("b and d")
                        .replaceAll(match -> "<" + match.group(1) + ">"));
        plan.check("splitting", "[a, b, , c]", () -> java.util.Arrays.toString("a,b;;c".split("[,;]")));
        plan.fails(
                "bad expression",
                PatternSyntaxException.class,
                () -> Pattern.compile("(").pattern());
        plan.check("upper case", "STRASSE \u00c9", () -> "stra\u00dfe \u00e9".toUpperCase(Locale.ROOT));
        plan.check("code points", 10L, () -> MIXED.codePoints().count());
        plan.check(
                "text methods",
                "ab|  x|a-b|true",
                () -> "  ab ".strip() + "|" + "x".indent(2).stripTrailing() + "|"
                        + new StringJoiner("-").add("a").add("b") + "|"
                        + "a\nb".lines().anyMatch("b"::equals));
        plan.check("normalizer", "e\u0301", () -> Normalizer.normalize("\u00e9", Normalizer.Form.NFD));
        plan.check(
                "utf-8",
                "68c3a96c6c6f20e4b896e7958c20f09f9880",
                () -> HexFormat.of().formatHex(MIXED.getBytes(StandardCharsets.UTF_8)));
        plan.check("utf-16", MIXED, () -> new String(MIXED.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16));
        plan.check(
                "latin-1",
                "h\u00e9?",
                () -> new String("h\u00e9\u4e16".getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1));
        plan.check("small charsets are there by any name", "\u20ac\u0416\u0119", () -> {
            int[] pages = {1252, 1251, 1250};
            byte[] letters = {(byte) 0x80, (byte) 0xc6, (byte) 0xea};
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < pages.length; i++) {
                text.append(new String(letters, i, 1, "cp" + pages[i]));
            }
            return text.toString();
        });
        plan.check("large charsets are there if code names them", "\u6f22 2", () -> {
            byte[] bytes = "\u6f22".getBytes("Big5");
            return new String(bytes, "Big5") + " " + bytes.length;
        });
        plan.check("default charset", "UTF-8", () -> Charset.defaultCharset().name());
        plan.check(
                "malformed input is replaced",
                "a\ufffdb",
                () -> new String(new byte[] {'a', (byte) 0xc3, 'b'}, StandardCharsets.UTF_8));
        plan.fails(
                "malformed input is reported",
                MalformedInputException.class,
                () -> StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(new byte[] {(byte) 0xff})));
        plan.check(
                "base64",
                "aMOpbGxv",
                () -> Base64.getEncoder().encodeToString("h\u00e9llo".getBytes(StandardCharsets.UTF_8)));
        plan.check("scanner", 42, () -> new Scanner("x 42 y").skip("x").nextInt());
        plan.check("class-path resource", "A line from the class path", () -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                    TextChecks.class.getResourceAsStream("resource.txt"), StandardCharsets.UTF_8))) {
                return reader.readLine();
            }
        });
        plan.holds("missing resource is null", () -> TextChecks.class.getResource("no-such-resource.txt") == null);
        plan.check("resource by url", "A line from the class path\n", () -> {
            try (var stream = TextChecks.class.getResource("resource.txt").openStream()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
        plan.check("location of a resource is a file", "A line from the class path\n", () ->
                Files.readString(Path.of(TextChecks.class.getResource("resource.txt").toURI())));
        plan.holds("folder of the class path can be listed", () -> {
            boolean found = false;
            for (URL folder : Collections.list(
                    TextChecks.class.getClassLoader().getResources("dev/ristretto/tests/runtime"))) {
                try (var files = Files.list(Path.of(folder.toURI()))) {
                    found |= files.anyMatch(file -> file.endsWith("resource.txt"));
                }
            }
            return found;
        });
        plan.holds("folder that the application comes from", () -> Files.isDirectory(Path.of(TextChecks.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI())));
        plan.check("properties of a resource's connection", "27 text/plain true", () -> {
            URLConnection connection = TextChecks.class.getResource("resource.txt").openConnection();
            return connection.getContentLength() + " " + connection.getContentType() + " "
                    + (connection.getLastModified() > 0);
        });
        plan.fails("missing file beside a resource", FileNotFoundException.class, () ->
                new URL(TextChecks.class.getResource("resource.txt"), "missing.txt").openStream());
    }
}
