package dev.ristretto.tests.runtime;

import java.text.SimpleDateFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/** Clocks, dates and time zones. */
final class TimeChecks {
    private TimeChecks() {}

    static void plan(Plan plan) {
        plan.holds("wall clock is set", () -> Instant.now().isAfter(Instant.parse("2025-01-01T00:00:00Z")));
        plan.holds("wall clock agrees with itself", () -> {
            long milliseconds = System.currentTimeMillis();
            return Math.abs(Instant.now().toEpochMilli() - milliseconds) < 1000;
        });
        plan.holds("monotonic clock never goes back", () -> {
            long last = System.nanoTime();
            for (int i = 0; i < 100_000; i++) {
                long now = System.nanoTime();
                if (now < last) {
                    return false;
                }
                last = now;
            }
            return true;
        });
        plan.holds("monotonic clock goes on behind that of the build", () -> {
            long build = BuildMoment.NANOS;
            return System.nanoTime() - build >= 0;
        });
        plan.holds("both clocks run alike", () -> {
            long wall = System.currentTimeMillis();
            long monotonic = System.nanoTime();
            Thread.sleep(200);
            long wallPassed = System.currentTimeMillis() - wall;
            long monotonicPassed = (System.nanoTime() - monotonic) / 1_000_000;
            return Math.abs(wallPassed - monotonicPassed) < 50;
        });
        plan.check("date arithmetic", LocalDate.of(2028, 2, 29), () -> LocalDate.of(2027, 2, 28)
                .plusYears(1)
                .with(TemporalAdjusters.lastDayOfMonth()));
        plan.check("period", Period.of(1, 2, 3), () -> Period.between(
                LocalDate.of(2026, 1, 1), LocalDate.of(2027, 3, 4)));
        plan.check("day of week", DayOfWeek.MONDAY, () -> LocalDate.of(2026, 11, 23).getDayOfWeek());
        plan.check("duration text", "PT1H1M1S", () -> Duration.ofSeconds(3661).toString());
        plan.check("summer time in Berlin", "2026-07-01T14:00+02:00[Europe/Berlin]", () -> Instant.parse(
                        "2026-07-01T12:00:00Z")
                .atZone(ZoneId.of("Europe/Berlin"))
                .toString());
        plan.check("gap in New York", "2026-03-08T03:30-04:00[America/New_York]", () -> ZonedDateTime.of(
                        LocalDateTime.of(2026, 3, 8, 2, 30), ZoneId.of("America/New_York"))
                .toString());
        plan.check("half-hour offset", ZoneOffset.ofHoursMinutes(5, 45), () ->
                ZoneId.of("Asia/Kathmandu").getRules().getOffset(Instant.EPOCH.plus(20_000, ChronoUnit.DAYS)));
        plan.holds("all zones are there", () -> ZoneId.getAvailableZoneIds().size() > 500);
        plan.check("old time zone", 9 * 3600 * 1000, () ->
                TimeZone.getTimeZone("Asia/Tokyo").getRawOffset());
        plan.check("calendar in a zone", 21, () -> {
            GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.ROOT);
            calendar.setTime(new Date(1_782_907_200_000L));
            return calendar.get(java.util.Calendar.HOUR_OF_DAY);
        });
        plan.holds("default zone has rules", () ->
                ZoneId.systemDefault().getRules().getOffset(Instant.now()) != null);
        plan.check("formatter", "Mon, 23 Nov 2026 06:07:08 GMT", () -> DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.of(2026, 11, 23, 6, 7, 8, 0, ZoneOffset.UTC)));
        plan.check("pattern", "23.11.2026 Monday", () -> DateTimeFormatter.ofPattern("dd.MM.uuuu EEEE", Locale.ENGLISH)
                .format(LocalDate.of(2026, 11, 23)));
        plan.check("parsing", LocalDateTime.of(2026, 11, 23, 6, 7), () ->
                LocalDateTime.parse("2026-11-23T06:07"));
        plan.check("old date format", "1970-01-01 00:00", () -> {
            SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd HH:mm", Locale.ROOT);
            format.setTimeZone(TimeZone.getTimeZone("UTC"));
            return format.format(new Date(0));
        });
    }
}
