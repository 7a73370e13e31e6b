package dev.ristretto.tools.cli.instance;

import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Does the same to several instances, at once, and tells in the order in which they were named. One that fails does not
 * hinder the others.
 */
public final class EachInstance {

    private EachInstance() {}

    /**
     * Acts, then prints the names, or as JSON what came of it.
     *
     * @return the exit status: 0, or 125 if one failed
     */
    public static <T> int act(Host host, FormatOption format, List<String> names, Function<String, T> action)
            throws InterruptedException {
        List<T> results = new ArrayList<>();
        int status = each(host, names, action, (name, result) -> {
            results.add(result);
            if (!format.isJson()) {
                host.output().println(Visible.line(name));
            }
        });
        if (format.isJson()) {
            Json.print(host.output(), results);
        }
        return status;
    }

    /**
     * Acts, and tells what came of it.
     *
     * @param done is told of each that did not fail, in the order in which they were named
     * @return the exit status: 0, or 125 if one failed
     */
    static <T> int each(Host host, List<String> names, Function<String, T> action, BiConsumer<String, T> done)
            throws InterruptedException {
        int status = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = names.stream()
                    .distinct()
                    .map(name -> threads.submit(() -> action.apply(name)))
                    .toList();
            List<String> distinct = names.stream().distinct().toList();
            for (int i = 0; i < futures.size(); i++) {
                try {
                    done.accept(distinct.get(i), futures.get(i).get());
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof FleetException)) {
                        throw new IllegalStateException(e.getCause());
                    }
                    host.errors().println("ristretto: " + e.getCause().getMessage());
                    status = ExitStatus.FAILURE;
                }
            }
        }
        return status;
    }
}
