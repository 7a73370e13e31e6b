package dev.ristretto.build.metadata.inference;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which locales and charsets an application uses, beyond those that every image has. */
final class Languages {
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

    /** By their names and other names, in large and small letters. */
    private static final Map<String, Charset> CHARSETS = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        Charset.availableCharsets().values().forEach(charset -> {
            CHARSETS.put(charset.name(), charset);
            charset.aliases().forEach(alias -> CHARSETS.put(alias, charset));
        });
    }

    private final Set<String> tags = new TreeSet<>();
    private final Set<String> charsets = new TreeSet<>();

    /** Takes what a class of the application's own names. */
    void add(ScannedClass type) {
        type.locales().forEach(this::addConstant);
        if (type.makesLocales()) {
            addTexts(type.texts());
        }
        type.texts().forEach(text -> addCharset(text, true));
    }

    /** Takes the charsets with small tables that a library names. */
    void addOfLibrary(ScannedClass type) {
        type.texts().forEach(text -> addCharset(text, false));
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

    private void addCharset(String text, boolean large) {
        Charset charset = CHARSETS.get(text);
        if (charset != null && !STANDARD.contains(charset) && (large || hasSmallTables(charset))) {
            charsets.add(charset.name());
        }
    }

    private static boolean hasSmallTables(Charset charset) {
        return charset.canEncode() && charset.newEncoder().maxBytesPerChar() == 1;
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
