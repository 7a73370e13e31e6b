package dev.ristretto.tests.runtime;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Watching of folders. */
final class WatchChecks {
    private static final int PATIENCE_SECONDS = 60;

    private WatchChecks() {}

    private interface Script {
        Object run(WatchService service, Path folder) throws Exception;
    }

    static void plan(Plan plan) {
        watching(plan, "new, written and deleted file", "[CREATE a, MODIFY a, DELETE a]", (service, folder) -> {
            WatchKey key = register(service, folder);
            Files.writeString(folder.resolve("a"), "text");
            List<String> events = new ArrayList<>(until(service, key, "MODIFY a"));
            Files.delete(folder.resolve("a"));
            events.addAll(until(service, key, "DELETE a"));
            return events;
        });
        watching(plan, "renamed file", "[DELETE a, CREATE b]", (service, folder) -> {
            Files.createFile(folder.resolve("a"));
            WatchKey key = register(service, folder);
            Files.move(folder.resolve("a"), folder.resolve("b"));
            return until(service, key, "CREATE b");
        });
        watching(plan, "folder that came from elsewhere", "[CREATE x, DELETE x]", (service, folder) -> {
            Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
            Files.createDirectory(elsewhere.resolve("x"));
            Path watched = Files.createDirectory(folder.resolve("watched"));
            WatchKey key = register(service, watched);
            Files.move(elsewhere.resolve("x"), watched.resolve("x"));
            Files.move(watched.resolve("x"), elsewhere.resolve("x"));
            return until(service, key, "DELETE x");
        });
        watching(plan, "kinds that were not asked for", "[DELETE a]", (service, folder) -> {
            WatchKey key = folder.register(service, StandardWatchEventKinds.ENTRY_DELETE);
            Files.createFile(folder.resolve("a"));
            Files.delete(folder.resolve("a"));
            return until(service, key, "DELETE a");
        });
        watching(plan, "cancelled key", "true false null", (service, folder) -> {
            WatchKey key = register(service, folder);
            boolean before = key.isValid();
            key.cancel();
            Files.createFile(folder.resolve("a"));
            return before + " " + key.isValid() + " " + service.poll();
        });
        watching(plan, "folder that vanishes", "false", (service, folder) -> {
            Path watched = Files.createDirectory(folder.resolve("watched"));
            WatchKey key = register(service, watched);
            Files.delete(watched);
            while (key.reset()) {
                service.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return key.isValid();
        });
        watching(
                plan,
                "same folder twice",
                true,
                (service, folder) -> register(service, folder) == register(service, folder.resolve(".")));
        watching(plan, "closed service", "false closed", (service, folder) -> {
            WatchKey key = register(service, folder);
            service.close();
            try {
                return "not closed: " + service.take();
            } catch (ClosedWatchServiceException e) {
                return key.isValid() + " closed";
            }
        });
        watching(plan, "file", "not a folder", (service, folder) -> {
            try {
                return register(service, Files.createFile(folder.resolve("a")));
            } catch (NotDirectoryException e) {
                return "not a folder";
            }
        });
        watching(plan, "more than a key keeps", "[OVERFLOW null]", (service, folder) -> {
            WatchKey key = register(service, folder);
            Path last = Files.createDirectory(folder.resolve("last"));
            WatchKey end = register(service, last);
            for (int i = 0; i < 600; i++) {
                Files.createFile(folder.resolve("f" + i));
            }
            Files.createFile(last.resolve("mark")); // all events before it have arrived when it does
            WatchKey signalled = key;
            while (signalled == key) {
                signalled = service.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            return signalled != end
                    ? "no event of the last folder"
                    : key.pollEvents().stream()
                            .map(event -> event.kind().name() + " " + event.context())
                            .filter("OVERFLOW null"::equals)
                            .toList();
        });
    }

    private static void watching(Plan plan, String name, Object expected, Script script) {
        plan.check("watching: " + name, expected.toString(), () -> {
            Path folder = Files.createTempDirectory("watched");
            try (WatchService service = FileSystems.getDefault().newWatchService()) {
                return script.run(service, folder).toString();
            } finally {
                delete(folder);
            }
        });
    }

    private static WatchKey register(WatchService service, Path folder) throws IOException {
        return folder.register(
                service,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /** All events up to one, each once for however many times it was told behind itself. */
    private static List<String> until(WatchService service, WatchKey key, String last) throws InterruptedException {
        List<String> events = new ArrayList<>();
        while (!events.contains(last)) {
            WatchKey signalled = service.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (signalled != key) {
                return List.of("instead of " + last + " after " + events + ": " + signalled);
            }
            for (WatchEvent<?> event : key.pollEvents()) {
                String line = event.kind().name().replace("ENTRY_", "") + " " + event.context();
                if (events.isEmpty() || !events.getLast().equals(line)) {
                    events.add(line);
                }
            }
            key.reset();
        }
        return events;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
