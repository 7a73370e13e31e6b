package differential;

import java.text.Collator;
import java.text.DateFormat;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.WeekFields;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.TimeZone;

/** What depends on a locale that the program names. */
final class LocaleProbes {
    private static final List<Locale> LOCALES = List.of(
            Locale.ROOT,
            Locale.US,
            Locale.UK,
            Locale.GERMANY,
            Locale.FRANCE,
            Locale.JAPAN,
            Locale.of("es", "MX"),
            Locale.of("ar", "EG"),
            Locale.forLanguageTag("hi-IN"),
            Locale.forLanguageTag("pt-BR"),
            new Locale.Builder().setLanguage("sv").setRegion("SE").build());

    private LocaleProbes() {}

    static void run(Probes p) {
        for (Locale locale : LOCALES) {
            String name = locale.toLanguageTag() + " ";
            of(p, name, locale);
        }
        names(p);
        bundles(p);
    }

    private static void of(Probes p, String name, Locale locale) {
        p.of(name + "number", () -> NumberFormat.getInstance(locale).format(-1234567.891));
        p.of(name + "percent", () -> NumberFormat.getPercentInstance(locale).format(0.256));
        p.of(name + "currency", () -> NumberFormat.getCurrencyInstance(locale).format(1234.5));
        p.of(name + "compact", () -> NumberFormat.getCompactNumberInstance(locale, NumberFormat.Style.LONG).format(12345));
        p.of(name + "printf", () -> String.format(locale, "%,.2f %tB", 12345.678, LocalDate.of(2024, 3, 1)));
        p.of(name + "date", () -> {
            DateFormat format = DateFormat.getDateTimeInstance(DateFormat.FULL, DateFormat.LONG, locale);
            format.setTimeZone(TimeZone.getTimeZone("Europe/Paris"));
            return format.format(new Date(1_700_000_000_000L));
        });
        p.of(name + "localized date", () -> DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(LocalDate.of(2024, 3, 1)));
        p.of(name + "pattern", () -> DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                FormatStyle.SHORT, FormatStyle.SHORT, java.time.chrono.IsoChronology.INSTANCE, locale));
        p.of(name + "month", () -> Month.MAY.getDisplayName(TextStyle.FULL, locale));
        p.of(name + "day", () -> DayOfWeek.TUESDAY.getDisplayName(TextStyle.SHORT, locale));
        p.of(name + "zone", () -> ZoneId.of("Asia/Tokyo").getDisplayName(TextStyle.FULL, locale));
        p.of(name + "time zone", () -> TimeZone.getTimeZone("America/New_York").getDisplayName(true, TimeZone.LONG, locale));
        p.of(name + "week", () -> WeekFields.of(locale));
        p.of(name + "calendar", () -> Calendar.getInstance(locale).getFirstDayOfWeek());
        p.of(name + "euro", () -> Currency.getInstance("EUR").getSymbol(locale));
        p.of(name + "display", () -> locale.getDisplayName(Locale.ENGLISH) + "|" + locale.getDisplayName(locale));
        p.of(name + "country", () -> Locale.of("", "DE").getDisplayCountry(locale));
        p.of(name + "sorted", () -> {
            Collator collator = Collator.getInstance(locale);
            return List.of("z", "\u00e4", "a", "\u00f6", "o", "Z").stream().sorted(collator).toList();
        });
        p.of(name + "upper", () -> "i\u0131\u00df\u00e9".toUpperCase(locale));
        p.of(name + "bundle", () -> ResourceBundle.getBundle("texts", locale).getString("greeting"));
    }

    private static void names(Probes p) {
        p.of("default", Locale::getDefault);
        p.of("default display", () -> Locale.getDefault(Locale.Category.DISPLAY));
        p.of("default format", () -> Locale.getDefault(Locale.Category.FORMAT));
        p.of("available", () -> Locale.getAvailableLocales().length);
        p.of("iso countries", () -> Locale.getISOCountries().length);
        p.of("iso languages", () -> Locale.getISOLanguages().length);
        p.of("iso3", () -> Locale.JAPAN.getISO3Country() + Locale.JAPAN.getISO3Language());
        p.of("no iso3", () -> Locale.of("en", "XX").getISO3Country());
        p.of("tag", () -> Locale.forLanguageTag("zh-Hant-TW-u-ca-roc-x-own").toString());
        p.of("bad tag", () -> new Locale.Builder().setLanguageTag("a_b"));
        p.of("ranges", () -> Locale.LanguageRange.parse("de-AT;q=0.5,fr,*;q=0.1"));
        p.of("lookup", () -> Locale.lookup(Locale.LanguageRange.parse("de-AT,en"), List.of(Locale.GERMAN, Locale.ENGLISH)));
        p.of("filter", () -> Locale.filter(Locale.LanguageRange.parse("de"), List.of(Locale.GERMANY, Locale.US)));
        p.of("turkish upper", () -> "title".toUpperCase(Locale.of("tr")));
        p.of("lithuanian lower", () -> "\u00cc".toLowerCase(Locale.of("lt")));
        p.of("currencies", () -> Currency.getAvailableCurrencies().size());
        p.of("currency of country", () -> Currency.getInstance(Locale.JAPAN).getDefaultFractionDigits());
        p.of("no currency", () -> Currency.getInstance("XXZ"));
        p.of("extension digits", () -> NumberFormat.getInstance(Locale.forLanguageTag("en-u-nu-deva")).format(1234));
        p.of("extension calendar", () -> Calendar.getInstance(Locale.forLanguageTag("th-TH-u-ca-buddhist")).getCalendarType());
        p.of("script", () -> Locale.forLanguageTag("sr-Latn").getDisplayScript(Locale.US));
        p.of("number locales", () -> NumberFormat.getAvailableLocales().length);
    }

    private static void bundles(Probes p) {
        p.of("bundle fallback", () -> ResourceBundle.getBundle("texts", Locale.KOREA).getString("greeting"));
        p.of("bundle parent", () -> ResourceBundle.getBundle("texts", Locale.GERMANY).getString("only.root"));
        p.of("bundle keys", () -> ResourceBundle.getBundle("texts", Locale.GERMANY).keySet().stream().sorted());
        p.of("bundle locale", () -> ResourceBundle.getBundle("texts", Locale.of("de", "CH")).getLocale());
        p.of("bundle key missing", () -> ResourceBundle.getBundle("texts", Locale.US).getString("none"));
        p.of("bundle class", () -> ResourceBundle.getBundle("differential.ClassBundle").getObject("answer"));
        p.of("bundle missing", () -> ResourceBundle.getBundle("absent", Locale.US));
        p.of("bundle missing class", () -> {
            try {
                return ResourceBundle.getBundle("absent", Locale.US);
            } catch (MissingResourceException e) {
                return e.getClassName() + "|" + e.getKey();
            }
        });
        p.of("bundle control", () -> ResourceBundle.getBundle(
                        "texts",
                        Locale.FRANCE,
                        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES))
                .getString("greeting"));
        p.of("bundle encoded", () -> ResourceBundle.getBundle("texts", Locale.FRANCE).getString("encoded"));
        p.of("bundle name", () -> ResourceBundle.getBundle("texts", Locale.US).getBaseBundleName());
        p.does("bundle cache", ResourceBundle::clearCache);
    }
}
