package dev.ristretto.tools.cli.terminal;

import dev.ristretto.abi.CommandLine;
import dev.ristretto.abi.TemporaryPlace;
import dev.ristretto.fleet.api.syntax.RestartPolicy;
import dev.ristretto.fleet.api.syntax.TimeLength;
import dev.ristretto.run.host.PublishedPort;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.run.vmm.ProcessorCount;
import dev.ristretto.run.vmm.TemporaryFiles;
import dev.ristretto.run.vmm.VolumeBinding;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How values on the command line are read; errors keep their own words. */
public final class Converters {

    private Converters() {}

    /** Reads {@code [ADDRESS:]HOST:GUEST[/udp]}. */
    public static final class Port implements ITypeConverter<PublishedPort> {
        @Override
        public PublishedPort convert(String text) {
            try {
                return PublishedPort.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads an amount of memory. */
    public static final class Memory implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return MemorySize.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a number of processors. */
    public static final class ProcessorNumber implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                return ProcessorCount.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads whether a service spreads requests: {@code http} or {@code tcp}. */
    public static final class Spreading implements ITypeConverter<Boolean> {
        @Override
        public Boolean convert(String text) {
            return switch (text) {
                case "http" -> true;
                case "tcp" -> false;
                default ->
                    throw new TypeConversionException("'" + text + "' is no protocol of a service: write http or tcp");
            };
        }
    }

    /** Checks {@code no}, {@code on-failure[:N]} or {@code always}. */
    public static final class Restart implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            try {
                RestartPolicy.parse(text);
                return text;
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a moment: so long ago ({@code 10m}), or an ISO 8601 time in UTC. */
    public static final class Since implements ITypeConverter<Instant> {

        @Override
        public Instant convert(String text) {
            Optional<Duration> ago = TimeLength.find(text);
            if (ago.isPresent()) {
                return Instant.now().minus(ago.get());
            }
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new TypeConversionException("'" + text
                        + "' is not a moment: write 30s, 10m, 2h, 1d or a time such as 2026-01-31T12:00:00Z");
            }
        }
    }

    /** Reads a length of time. */
    public static final class Length implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return TimeLength.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads {@code NAME:PATH}, {@code NAME:PATH:ro} or {@code NAME:PATH,size=SIZE}. */
    public static final class Volume implements ITypeConverter<VolumeBinding> {
        @Override
        public VolumeBinding convert(String text) {
            try {
                return VolumeBinding.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads {@code PATH} or {@code PATH:SIZE}. */
    public static final class Temporary implements ITypeConverter<TemporaryPlace> {
        @Override
        public TemporaryPlace convert(String text) {
            try {
                return TemporaryFiles.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a label, {@code KEY=VALUE} or {@code KEY}, whose value is empty. */
    public static final class Label implements ITypeConverter<Variable.Value> {
        @Override
        public Variable.Value convert(String text) {
            return keyWithValue(text, "a label");
        }
    }

    /**
     * Reads a system property, {@code KEY=VALUE} or {@code KEY}, whose value is empty. Gives the variable that it goes
     * as.
     */
    public static final class Property implements ITypeConverter<Variable.Value> {
        @Override
        public Variable.Value convert(String text) {
            Variable.Value property = keyWithValue(text, "a property");
            return new Variable.Value(CommandLine.PROPERTY + property.name(), property.value());
        }
    }

    private static Variable.Value keyWithValue(String text, String kind) {
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty()) {
            throw new TypeConversionException("'" + text + "' is not " + kind + ": write KEY=VALUE");
        }
        return equals < 0
                ? new Variable.Value(text, "")
                : new Variable.Value(text.substring(0, equals), text.substring(equals + 1));
    }

    /** Reads {@code KEY=VALUE}. */
    public static final class Variable implements ITypeConverter<Variable.Value> {

        /**
         * An environment variable.
         *
         * @param name not empty
         * @param value may be empty
         */
        public record Value(String name, String value) {}

        /** The values by name, in their order; the last one of a name counts. */
        public static Map<String, String> values(List<Value> given) {
            Map<String, String> values = new LinkedHashMap<>();
            given.forEach(value -> values.put(value.name(), value.value()));
            return values;
        }

        @Override
        public Value convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("'" + text + "' is not a variable: write KEY=VALUE");
            }
            return new Value(text.substring(0, equals), text.substring(equals + 1));
        }
    }
}
