package differential;

import java.util.ListResourceBundle;

/** A resource bundle that is a class. */
public final class ClassBundle extends ListResourceBundle {
    @Override
    protected Object[][] getContents() {
        return new Object[][] {{"answer", 42}};
    }
}
