package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.Host;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes command objects, handing the host to those whose constructor wants it. */
final class CommandFactory implements IFactory {

    private final IFactory fallback = CommandLine.defaultFactory();
    private final Host host;

    CommandFactory(Host host) {
        this.host = host;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Host.class) {
                // Commands are of the packages of their subjects, and nobody else need be able to make them.
                constructor.setAccessible(true);
                return type.cast(constructor.newInstance(host));
            }
        }
        return fallback.create(type);
    }
}
