package differential;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneRulesProvider;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

/** Time zones. */
final class ZoneProbes {
    private static final String[] ZONES = {
        "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "UTC",
        "GMT+3", "UTC-05:30", "+09:00", "Z", "EST", "Europe/Nowhere", "", "Antarctica/Troll", "America/Sao_Paulo", "Etc/GMT-14"
    };

    private static final DateTimeFormatter NAMES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm VV v z zzzz O XXX x", Locale.US);

    private ZoneProbes() {}

    static void run(Probes p) {
        for (String zone : ZONES) {
            p.of("formatted " + zone, () -> Instant.ofEpochSecond(1_720_000_000).atZone(ZoneId.of(zone)).format(NAMES));
            p.of("rules " + zone, () -> ZoneId.of(zone).getRules().getTransitions().size() + " "
                    + ZoneId.of(zone).getRules().nextTransition(Instant.ofEpochSecond(1_720_000_000)));
        }
        p.of("gap", () -> LocalDateTime.of(2024, 3, 31, 2, 30).atZone(ZoneId.of("Europe/Berlin")));
        p.of("overlap", () -> LocalDateTime.of(2024, 10, 27, 2, 30).atZone(ZoneId.of("Europe/Berlin")).withLaterOffsetAtOverlap());
        p.of("strict", () -> ZonedDateTime.ofStrict(LocalDateTime.of(2024, 3, 31, 2, 30), ZoneOffset.UTC, ZoneId.of("Europe/Berlin")));
        p.of("zones", () -> ZoneId.getAvailableZoneIds().size());
        p.of("version", () -> ZoneRulesProvider.getVersions("UTC").lastKey());
        p.of("short ids", () -> ZoneId.SHORT_IDS.get("IST") + ZoneId.of("EST", ZoneId.SHORT_IDS));
        p.of("default", ZoneId::systemDefault);
        p.of("default zone", () -> TimeZone.getDefault().getID() + TimeZone.getDefault().getDisplayName(Locale.US));
        p.of("offset", () -> ZoneOffset.of("+18:01"));
        p.of("offset text", () -> ZoneOffset.ofHoursMinutesSeconds(-3, -30, -15));
        p.of("parsed", () -> ZonedDateTime.parse("2024-07-01T10:00+02:00[Europe/Paris]").toInstant());
        p.of("parsed name", () -> ZonedDateTime.parse("2024-07-01 10:00 PDT", DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm z", Locale.US)));
        p.of("time zone", () -> TimeZone.getTimeZone("Nowhere/Land").getID());
        p.of("custom zone", () -> TimeZone.getTimeZone("GMT+5:30").getRawOffset());
        p.of("daylight", () -> TimeZone.getTimeZone("America/New_York").inDaylightTime(new Date(1_720_000_000_000L)));
        p.of("available", () -> TimeZone.getAvailableIDs(3_600_000).length);
        p.of("simple", () -> new SimpleTimeZone(3_600_000, "X", 2, -1, 1, 7_200_000, 9, -1, 1, 7_200_000).getOffset(1_720_000_000_000L));
        p.of("history", () -> ZoneId.of("Europe/Amsterdam").getRules().getOffset(Instant.parse("1930-06-01T00:00:00Z")));
        p.of("date", () -> new Date(0).toString());
        p.of("localized", () -> List.of("MEZ", "CET").stream().map(TimeZone::getTimeZone).map(TimeZone::getID).toList());
    }
}
