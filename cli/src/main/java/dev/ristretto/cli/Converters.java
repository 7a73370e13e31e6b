package dev.ristretto.cli;

import dev.ristretto.hypervisor.MemorySize;
import dev.ristretto.hypervisor.PublishedPort;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How values on the command line are read; errors keep their own words. */
final class Converters {

    private Converters() {}

    /** Reads {@code [ADDRESS:]HOST:GUEST[/udp]}. */
    static final class Port implements ITypeConverter<PublishedPort> {
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
    static final class Memory implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            try {
                return MemorySize.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads {@code KEY=VALUE}. */
    static final class Variable implements ITypeConverter<Variable.Value> {

        /**
         * An environment variable.
         *
         * @param name not empty
         * @param value may be empty
         */
        record Value(String name, String value) {}

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
