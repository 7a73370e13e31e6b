package differential;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.chrono.Chronology;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.JapaneseEra;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/** Dates and times without zones. */
final class TimeProbes {
    private static final LocalDateTime MOMENT = LocalDateTime.of(2024, 2, 29, 13, 5, 9, 123_456_789);
    private static final LocalDate DATE = MOMENT.toLocalDate();

    private static final String[] PATTERNS = {
        "uuuu-MM-dd", "yy/M/d", "EEEE d MMMM", "EEE MMM", "h:mm a", "HH:mm:ss.SSSSSS", "n N A", "D Q q QQQQ", "w W e c", "YYYY-'W'ww",
        "G GGGG", "B", "k K", "'at' H", "[H]", "pppH", "ccc", "VV", "g", "b", "{", "MMMMMM", "'"
    };

    private static final String[] DATES = {
        "2024-02-29", "2023-02-29", "2024-13-01", "2024-1-1", "+12345-01-01", "-0001-01-01", "", "2024-02-29T10:00"
    };

    private TimeProbes() {}

    static void run(Probes p) {
        for (String pattern : PATTERNS) {
            p.of("pattern " + pattern, () -> DateTimeFormatter.ofPattern(pattern, Locale.US).format(MOMENT));
        }
        for (String date : DATES) {
            p.of("date " + date, () -> LocalDate.parse(date));
        }
        parsing(p);
        values(p);
        fields(p);
        chronologies(p);
        calendars(p);
    }

    private static void parsing(Probes p) {
        p.of("instant", () -> Instant.parse("2024-02-29T24:00:00Z"));
        p.of("instant wrong", () -> Instant.parse("2024-02-29"));
        p.of("offset", () -> OffsetDateTime.parse("2024-02-29T10:00:00+01:30").toInstant());
        p.of("duration", () -> Duration.parse("PT1H-30M2.5S"));
        p.of("duration wrong", () -> Duration.parse("1h"));
        p.of("period", () -> Period.parse("P1Y2M3W4D"));
        p.of("time", () -> LocalTime.parse("25:00"));
        p.of("strict", () -> DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT).parse("2023-02-29"));
        p.of("lenient", () -> LocalDate.parse("2023-14-40", DateTimeFormatter.ISO_LOCAL_DATE.withResolverStyle(ResolverStyle.LENIENT)));
        p.of("smart", () -> LocalDate.parse("31 Feb 2023", DateTimeFormatter.ofPattern("d MMM uuuu", Locale.US)));
        p.of("case", () -> new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern("d MMM uuuu").toFormatter(Locale.US).parse("1 JAN 2024"));
        p.of("query", () -> DateTimeFormatter.ISO_LOCAL_TIME.parse("10:00", LocalDate::from));
        p.of("rfc 1123", () -> DateTimeFormatter.RFC_1123_DATE_TIME.parse("Thu, 29 Feb 2024 10:00:00 GMT", Instant::from));
        p.of("week date", () -> LocalDate.parse("2024-W09-4", DateTimeFormatter.ISO_WEEK_DATE));
        p.of("ordinal", () -> LocalDate.parse("2024-060", DateTimeFormatter.ISO_ORDINAL_DATE));
        p.of("basic", () -> DateTimeFormatter.BASIC_ISO_DATE.format(DATE));
        p.of("formatter text", () -> DateTimeFormatter.ofPattern("uuuu-MM[-dd] HH:mm:ss.SSS VV"));
    }

    private static void values(Probes p) {
        p.of("invalid date", () -> LocalDate.of(2023, 2, 29));
        p.of("invalid month", () -> LocalDate.of(2023, 13, 1));
        p.of("invalid time", () -> LocalTime.of(24, 0));
        p.of("plus months", () -> DATE.plusMonths(12).plusDays(1));
        p.of("overflow", () -> LocalDate.MAX.plusDays(1));
        p.of("instant overflow", () -> Instant.MAX.plusNanos(1));
        p.of("millis overflow", () -> Instant.MAX.toEpochMilli());
        p.of("until", () -> DATE.until(LocalDate.of(2030, 1, 31)) + " " + ChronoUnit.WEEKS.between(DATE, LocalDate.of(2030, 1, 31)));
        p.of("duration text", () -> Duration.ofMillis(-1500) + " " + Duration.ofDays(3).plusNanos(1) + " " + Duration.ZERO);
        p.of("duration parts", () -> Duration.ofSeconds(93784, 5).toHoursPart() + " " + Duration.ofSeconds(93784, 5).dividedBy(7));
        p.of("duration overflow", () -> Duration.ofSeconds(Long.MAX_VALUE).toMillis());
        p.of("period text", () -> Period.of(1, -2, 30).normalized() + " " + Period.between(LocalDate.of(2020, 1, 31), DATE));
        p.of("year", () -> Year.of(2100).isLeap() + " " + YearMonth.of(2024, 2).lengthOfMonth() + " " + MonthDay.of(2, 29).isValidYear(2023));
        p.of("unsupported field", () -> DATE.get(ChronoField.HOUR_OF_DAY));
        p.of("unsupported unit", () -> LocalTime.NOON.plus(1, ChronoUnit.DAYS));
        p.of("from", () -> LocalDate.from(LocalTime.NOON));
        p.of("range", () -> DATE.range(ChronoField.ALIGNED_WEEK_OF_MONTH) + " " + ChronoField.YEAR.range());
        p.of("truncated", () -> MOMENT.truncatedTo(ChronoUnit.HALF_DAYS));
        p.of("truncated wrong", () -> MOMENT.truncatedTo(ChronoUnit.MONTHS));
        p.of("dates", () -> DATE.datesUntil(DATE.plusDays(40), Period.ofWeeks(2)).toList());
        p.of("epoch", () -> LocalDate.ofEpochDay(-719528) + " " + Instant.ofEpochSecond(-1, -1) + " " + Instant.EPOCH);
        p.of("compare", () -> DATE.compareTo(LocalDate.of(2020, 1, 1)) + " " + DATE.hashCode() + " " + MOMENT.hashCode());
        p.of("message", () -> {
            try {
                return DayOfWeek.of(8);
            } catch (DateTimeException e) {
                return e.getMessage();
            }
        });
    }

    private static void fields(Probes p) {
        for (ChronoField field : ChronoField.values()) {
            p.of("field " + field, () -> MOMENT.getLong(field));
        }
        p.of("quarter", () -> DATE.get(IsoFields.DAY_OF_QUARTER) + " " + DATE.get(IsoFields.WEEK_BASED_YEAR));
        p.of("julian", () -> DATE.getLong(JulianFields.MODIFIED_JULIAN_DAY));
        p.of("adjusters", () -> DATE.with(TemporalAdjusters.lastInMonth(DayOfWeek.FRIDAY)) + " " + DATE.with(TemporalAdjusters.firstDayOfNextYear()));
    }

    private static void chronologies(Probes p) {
        p.of("chronologies", () -> Chronology.getAvailableChronologies().stream().map(Chronology::getId).sorted().toList());
        p.of("japanese", () -> JapaneseDate.from(DATE) + " " + JapaneseDate.of(1989, 1, 7));
        p.of("japanese eras", JapaneseEra::values);
        p.of("hijrah", () -> HijrahDate.from(DATE) + " " + HijrahDate.of(1445, 9, 1).lengthOfMonth());
        p.of("hijrah outside", () -> HijrahDate.of(1000, 1, 1));
        p.of("minguo", () -> MinguoDate.from(DATE).plus(1, ChronoUnit.YEARS));
        p.of("buddhist", () -> ThaiBuddhistDate.from(DATE).isLeapYear() + " " + ThaiBuddhistDate.from(DATE));
        p.of("no chronology", () -> Chronology.of("Martian"));
        p.of("chronology name", () -> Chronology.of("Japanese").getDisplayName(java.time.format.TextStyle.FULL, Locale.US));
        p.of("japanese formatted", () -> DateTimeFormatter.ofPattern("GGGG y MMM d", Locale.US).withChronology(Chronology.of("Japanese")).format(DATE));
        p.of("hijrah formatted", () -> DateTimeFormatter.ofPattern("d MMMM y G", Locale.US).format(HijrahDate.from(DATE)));
    }

    private static void calendars(Probes p) {
        p.of("gregorian", () -> {
            Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.US);
            calendar.setTimeInMillis(1_700_000_000_000L);
            calendar.add(Calendar.MONTH, 3);
            calendar.roll(Calendar.DAY_OF_MONTH, 20);
            return calendar.getTimeInMillis() + " " + calendar.get(Calendar.WEEK_OF_YEAR) + " " + calendar.getActualMaximum(Calendar.DATE);
        });
        p.of("cutover", () -> new GregorianCalendar(1582, Calendar.OCTOBER, 10).toZonedDateTime().toLocalDate());
        p.of("strict calendar", () -> {
            Calendar calendar = new GregorianCalendar(2024, Calendar.FEBRUARY, 30);
            calendar.setLenient(false);
            calendar.set(Calendar.MONTH, 20);
            return calendar.getTimeInMillis();
        });
        p.of("builder", () -> new Calendar.Builder().setCalendarType("japanese").setFields(Calendar.ERA, 4, Calendar.YEAR, 2, Calendar.DAY_OF_YEAR, 9).setTimeZone(TimeZone.getTimeZone("UTC")).build().getTimeInMillis());
        p.of("calendar types", () -> Calendar.getAvailableCalendarTypes().stream().sorted().toList());
        p.of("calendar name", () -> new GregorianCalendar(2024, 1, 29).getDisplayNames(Calendar.DAY_OF_WEEK, Calendar.ALL_STYLES, Locale.US).size());
    }
}
