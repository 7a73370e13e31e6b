package dev.ristretto.build.metadata.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resource bundles that are classes of the application's own: {@code ListResourceBundle}s. The compiler keeps a bundle
 * as the object that it is, so that its class is initialized while the image is built; those alone are taken whose
 * contents can hold nothing but values of the JDK, which it never refuses.
 */
final class ClassBundles {
    private static final String LIST = "java.util.ListResourceBundle";
    private static final Pattern NAME = Pattern.compile("(?<base>.+?)(_(?<locale>[a-z]{2,3}(_[A-Z]{2}(_\\w+)?)?))?");

    private final Set<String> names = new TreeSet<>();
    private final Set<String> classes = new TreeSet<>();
    private final List<String> locales = new ArrayList<>();

    private ClassBundles() {}

    static ClassBundles of(ClassPathScan scan) {
        ClassBundles bundles = new ClassBundles();
        for (ScannedClass type : scan.classes()) {
            Matcher name = NAME.matcher(type.name());
            if (type.own() && type.superclass().equals(LIST) && isPlain(type, scan) && name.matches()) {
                bundles.classes.add(type.name());
                bundles.names.add(name.group("base"));
                if (name.group("locale") != null) {
                    bundles.locales.add(name.group("locale"));
                }
            }
        }
        return bundles;
    }

    private static boolean isPlain(ScannedClass type, ClassPathScan scan) {
        return type.references().stream().noneMatch(name -> !name.equals(type.name()) && scan.has(name));
    }

    /** By which they are looked up. */
    Set<String> names() {
        return names;
    }

    /** One or more for each name. */
    Set<String> classes() {
        return classes;
    }

    /** Those that some of them are for, such as {@code de_AT}. */
    List<String> locales() {
        return locales;
    }
}
