package dev.ristretto.tests.runtime;

import java.util.ListResourceBundle;

/** The same in German. */
public final class Greetings_de extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        return new Object[][] {{"greeting", "Guten Tag"}};
    }
}
