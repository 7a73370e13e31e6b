package dev.ristretto.tests.runtime;

import java.util.ListResourceBundle;

/** Texts without a language. */
public final class Greetings extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        return new Object[][] {{"greeting", "Good day"}};
    }
}
