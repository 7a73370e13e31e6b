package dev.ristretto.kernel.machine.messages;

import org.jspecify.annotations.Nullable;

/** What failed casts and stores say, in HotSpot's words: with the modules and the loaders of both classes. */
final class CastMessages {
    private CastMessages() {}

    /** @param expected a class; or, where the compiler knows no more, what it has in its place */
    static String ofCast(Object object, Object expected) {
        Class<?> found = object.getClass();
        if (!(expected instanceof Class<?> target)) {
            return "class " + found.getName() + " cannot be cast to class " + expected;
        }
        String place = place(found);
        String explanation = place.equals(place(target))
                ? found.getName() + " and " + target.getName() + " are in " + place
                : found.getName() + " is in " + place + "; " + target.getName() + " is in " + place(target);
        return "class " + found.getName() + " cannot be cast to class " + target.getName() + " (" + explanation + ")";
    }

    private static String place(Class<?> type) {
        Module module = type.getModule();
        return (module.isNamed() ? "module " + module.getName() : "unnamed module") + " of loader "
                + loader(type.getClassLoader());
    }

    private static String loader(@Nullable ClassLoader loader) {
        if (loader == null) {
            return "'bootstrap'";
        }
        String name = loader.getName();
        if ("app".equals(name) || "platform".equals(name)) {
            return "'" + name + "'";
        }
        String number = " @" + Integer.toHexString(System.identityHashCode(loader));
        return (name == null ? loader.getClass().getName() : "'" + name + "'") + number;
    }
}
