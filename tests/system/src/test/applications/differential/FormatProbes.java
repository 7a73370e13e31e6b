package differential;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.text.ChoiceFormat;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.FieldPosition;
import java.text.ListFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Formattable;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/** Formatting of numbers, dates and messages. */
final class FormatProbes {
    private static final Object[][] FORMATS = {
        {"%d", 42},
        {"%5d|", 42},
        {"%-5d|", 42},
        {"%05d", -42},
        {"%,d", 1234567},
        {"%(d", -7},
        {"%+d", 7},
        {"% d", 7},
        {"%x", -1},
        {"%#x", 255},
        {"%X", 255L},
        {"%o", 8},
        {"%#o", 8},
        {"%c", 'x'},
        {"%c", 0x1F600},
        {"%C", 'x'},
        {"%b", "x"},
        {"%B", (Object) null},
        {"%s", (Object) null},
        {"%10s|", "ab"},
        {"%-10s|", "ab"},
        {"%.1s", "ab"},
        {"%S", "straße"},
        {"%h", "hello"},
        {"%n", 0},
        {"%%", 0},
        {"%f", 1.5},
        {"%.2f", 2.675},
        {"%.0f", 0.5},
        {"%10.3f|", Math.PI},
        {"%,.2f", 1234567.891},
        {"%e", 12345.678},
        {"%.3E", 0.00012},
        {"%g", 0.0001},
        {"%g", 1e10},
        {"%a", 1.0},
        {"%a", Double.MIN_VALUE},
        {"%f", Double.NaN},
        {"%f", Double.NEGATIVE_INFINITY},
        {"%(f", -1.25},
        {"%f", new BigDecimal("123456789012345678901234567890.123")},
        {"%d", new BigInteger("123456789012345678901234567890")},
        {"%x", new BigInteger("-255")},
        {"%s", List.of(1, 2)},
        {"%2$s", 1, 2},
        {"%1$s %<s", 1},
        {"%z", 1},
        {"%d", "x"},
        {"%c", 0x110000},
        {"%s %s", 1},
        {"%-d", 1},
        {"%.2d", 1},
        {"%#s", 1},
        {"%,x", 1},
        {"%0-5d", 1},
        {"%", 1},
        {"%5", 1},
        {"%ta", "x"},
        {"%tk", new Date(0)},
        {"%1$tY-%1$tm-%1$td %1$tH:%1$tM:%1$tS.%1$tL", LocalDateTime.of(2024, 2, 29, 13, 5, 9, 123456789)},
        {"%1$tA %1$ta %1$tB %1$tb %1$te %1$tj %1$tp %1$tI", LocalDateTime.of(2024, 2, 29, 13, 5, 9)},
        {"%tD|%<tF|%<tT|%<tR|%<tr", LocalDateTime.of(2024, 2, 29, 13, 5, 9)},
        {"%tc", ZonedDateTime.of(2024, 7, 1, 1, 2, 3, 0, ZoneId.of("Europe/Berlin"))},
        {"%ts|%<tQ|%<tz|%<tZ", ZonedDateTime.of(2024, 7, 1, 1, 2, 3, 0, ZoneId.of("America/New_York"))},
        {"%tZ", LocalDateTime.of(2024, 1, 1, 0, 0)},
    };

    private static final String[] DECIMAL_PATTERNS = {
        "0", "#,##0.00", "#,##0.###;(#,##0.###)", "0.00E0", "##0.##E0", "00000", "0.0%", "0.0\u2030", "\u00a4#,##0.00",
        "'#'#", "#,####", "0.##;-0.##", "x0.0y"
    };
    private static final double[] NUMBERS = {0, -1.5, 1234567.891, 0.000123};

    private static final String[] DATE_PATTERNS = {
        "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "EEE, d MMM yyyy HH:mm:ss Z", "G y MMMM EEEE", "D F w W u", "h:mm a z", "K k zzzz",
        "YYYY-'W'ww-u", "X XX XXX", "yy/M/d", "QQQ"
    };

    private static final Object[][] MESSAGES = {
        {"{0} and {1}", "a", "b"},
        {"{0,number}", 1234.5},
        {"{0,number,#.##}", 1234.567},
        {"{0,number,percent}", 0.25},
        {"{0,number,currency}", 12.5},
        {"{0,number,integer}", 12.5},
        {"{0,choice,0#none|1#one|1<many {0}}", 5},
        {"{0,choice,0#none|1#one|1<many}", 0},
        {"'{0}' it''s {0}", 1},
        {"{1}", "only one"},
        {"{0,list,or}", List.of("a", "b", "c")},
        {"{0", 1},
        {"{x}", 1},
        {"{0,foo}", 1},
        {"{0,date,yyyy}", new Date(0)},
        {"{0,date,short} {0,time,short}", new Date(0)},
        {"{0,date,long} {0,time,long}", new Date(0)},
        {"{0,date,full}", new Date(0)},
        {"{0,dtf_date,long}", LocalDateTime.of(2024, 2, 29, 1, 2)},
        {"{0}", new Date(0)},
        {"{0}", (Object) null},
    };

    private FormatProbes() {}

    static void run(Probes p) {
        for (Object[] row : FORMATS) {
            Object[] arguments = java.util.Arrays.copyOfRange(row, 1, row.length);
            p.of(row[0] + " of " + Shown.of(row[1]), () -> String.format(Locale.US, (String) row[0], arguments));
        }
        for (String pattern : DECIMAL_PATTERNS) {
            for (double number : NUMBERS) {
                p.of("DecimalFormat " + pattern + " " + number, () -> decimal(pattern).format(number));
            }
        }
        for (String pattern : DATE_PATTERNS) {
            p.of("SimpleDateFormat " + pattern, () -> date(pattern).format(new Date(1_700_000_000_123L)));
        }
        for (Object[] row : MESSAGES) {
            Object[] arguments = java.util.Arrays.copyOfRange(row, 1, row.length);
            p.of("MessageFormat " + row[0] + " " + Shown.of(row[1]), () -> new MessageFormat((String) row[0], Locale.US)
                    .format(arguments));
        }
        parsing(p);
        others(p);
    }

    private static DecimalFormat decimal(String pattern) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.US));
    }

    private static SimpleDateFormat date(String pattern) {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.US);
        format.setTimeZone(TimeZone.getTimeZone("Asia/Kolkata"));
        return format;
    }

    private static void parsing(Probes p) {
        p.of("parse number", () -> decimal("#,##0.##").parse("1,234.56abc"));
        p.of("parse no number", () -> decimal("#,##0.##").parse("abc"));
        p.of("parse strictly", () -> {
            NumberFormat format = NumberFormat.getInstance(Locale.US);
            format.setStrict(true);
            return format.parse("1,23x");
        });
        p.of("parse big", () -> {
            DecimalFormat format = decimal("0");
            format.setParseBigDecimal(true);
            return format.parse("123456789012345678901234567890.5");
        });
        p.of("parse date", () -> date("yyyy-MM-dd HH:mm z").parse("2024-02-30 10:00 PST").getTime());
        p.of("parse date strictly", () -> {
            SimpleDateFormat format = date("yyyy-MM-dd");
            format.setLenient(false);
            return format.parse("2024-02-30");
        });
        p.of("parse message", () -> new MessageFormat("{0}-{1,number}", Locale.US).parse("ab-12"));
        p.of("parse position", () -> {
            ParsePosition position = new ParsePosition(2);
            Object value = decimal("0").parseObject("ab12cd", position);
            return value + " " + position.getIndex();
        });
        p.of("field position", () -> {
            FieldPosition position = new FieldPosition(NumberFormat.FRACTION_FIELD);
            decimal("0.00").format(12.345, new StringBuffer(), position);
            return position.getBeginIndex() + "-" + position.getEndIndex();
        });
    }

    private static void others(Probes p) {
        p.of("choice", () -> new ChoiceFormat("-1#neg|0#zero|1.0<more").format(2));
        p.of("choice pattern", () -> new ChoiceFormat(new double[] {0, 1}, new String[] {"a", "b"}).toPattern());
        p.of("choice of bad pattern", () -> new ChoiceFormat("x"));
        p.of("compact", () -> NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT).format(1_234_567));
        p.of("compact long", () -> NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.LONG).format(5_600));
        p.of("compact parse", () -> NumberFormat.getCompactNumberInstance(Locale.US, NumberFormat.Style.SHORT).parse("3K"));
        p.of("list", () -> ListFormat.getInstance(Locale.US, ListFormat.Type.OR, ListFormat.Style.FULL)
                .format(List.of("x", "y", "z")));
        p.of("list of units", () -> ListFormat.getInstance(Locale.US, ListFormat.Type.UNIT, ListFormat.Style.NARROW)
                .format(List.of("x", "y", "z")));
        p.of("formattable", () -> String.format("%#-8.3S|", (Formattable) (formatter, flags, width, precision) ->
                formatter.format("%d/%d/%d", flags, width, precision)));
        p.of("closed formatter", () -> {
            Formatter formatter = new Formatter();
            formatter.close();
            return formatter.format("x");
        });
        p.of("bad decimal pattern", () -> new DecimalFormat("0.0.0"));
        p.of("bad date pattern", () -> new SimpleDateFormat("yyyy b"));
        p.of("decimal to pattern", () -> decimal("\u00a4#,##0.00;(#)").toPattern());
        p.of("rounding", () -> {
            DecimalFormat format = decimal("0.0");
            format.setRoundingMode(java.math.RoundingMode.UNNECESSARY);
            return format.format(1.25);
        });
        p.of("two digit year", () -> date("yy").parse("68").getTime() > 0);
        p.of("iterator", () -> decimal("#,##0.0")
                .formatToCharacterIterator(1234.5)
                .getAllAttributeKeys()
                .stream()
                .map(Object::toString)
                .sorted()
                .toList());
    }
}
