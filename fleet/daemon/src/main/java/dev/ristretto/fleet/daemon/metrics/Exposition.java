package dev.ristretto.fleet.daemon.metrics;

import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Prometheus's text format, version 0.0.4. Not safe for use by several threads. */
public final class Exposition {

    public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Appendable text;

    /** Nothing yet; everything is written at once. */
    Exposition(Appendable text) {
        this.text = text;
    }

    /** Begins a family of figures, which have to follow. */
    void family(String name, String type, String help) throws IOException {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /**
     * A figure.
     *
     * @param labels as of {@link #label}, separated by commas
     * @param value null if it is not known: then it is left out
     */
    void value(String name, String labels, @Nullable Double value) throws IOException {
        if (value == null) {
            return;
        }
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ')
                .append(BigDecimal.valueOf(value).stripTrailingZeros().toPlainString())
                .append('\n');
    }

    static String label(String name, String value) {
        return name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
