package dev.ristretto.build.metadata.inference;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Which locales and charsets an application uses, beyond those that every image has. */
final class Languages {
    private static final int LONGEST_CHARSET = 40;
    private static final int LONGEST_TAG = 35;
    private static final Set<Locale> AVAILABLE = Set.of(Locale.getAvailableLocales());
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** What every image has. */
    private static final Set<Charset> STANDARD = Set.of(
            StandardCharsets.US_ASCII,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE);

    private final Set<String> tags = new TreeSet<>();
    private final Set<String> charsets = new TreeSet<>();

    /** Takes what a class of the application's own names. */
    void add(ScannedClass type) {
        type.locales().forEach(this::addConstant);
        if (type.makesLocales()) {
            addTexts(type.texts());
        }
        type.texts().forEach(this::addCharset);
    }

    /**
     * Takes the texts of a class that makes locales: what is a language tag of a locale that the JDK has, and each
     * language with each country, for {@code Locale.of} is given them apart.
     */
    private void addTexts(Set<String> texts) {
        for (String text : texts) {
            if (text.length() <= LONGEST_TAG) {
                Locale locale = Locale.forLanguageTag(text.replace('_', '-')).stripExtensions();
                if (AVAILABLE.contains(locale)) {
                    add(locale);
                    texts.stream()
                            .filter(COUNTRIES::contains)
                            .map(country -> Locale.of(locale.getLanguage(), country))
                            .filter(AVAILABLE::contains)
                            .forEach(this::add);
                }
            }
        }
    }

    /** Takes a locale that the application has texts for, as the names of its bundles tell, such as {@code de_AT}. */
    void addBundle(String locale) {
        add(Locale.forLanguageTag(locale.replace('_', '-')));
    }

    private void addConstant(String name) {
        try {
            if (Locale.class.getField(name).get(null) instanceof Locale locale) {
                add(locale);
            }
        } catch (ReflectiveOperationException e) {
            // A private constant, which only Locale itself uses.
            return;
        }
    }

    private void add(Locale locale) {
        if (!locale.getLanguage().isEmpty() && !locale.equals(Locale.ENGLISH) && !locale.equals(Locale.US)) {
            tags.add(locale.toLanguageTag());
        }
    }

    private void addCharset(String text) {
        try {
            if (!text.isEmpty() && text.length() <= LONGEST_CHARSET && Charset.isSupported(text)) {
                Charset charset = Charset.forName(text);
                if (!STANDARD.contains(charset)) {
                    charsets.add(charset.name());
                }
            }
        } catch (IllegalCharsetNameException e) {
            // Any other text.
            return;
        }
    }

    /** Language tags (BCP 47) of locales. */
    Set<String> locales() {
        return tags;
    }

    /** Names of charsets. */
    Set<String> charsets() {
        return charsets;
    }
}
