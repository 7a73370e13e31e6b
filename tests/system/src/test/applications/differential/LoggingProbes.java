package differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.logging.XMLFormatter;
import java.util.prefs.Preferences;

/** Logging and preferences. */
final class LoggingProbes {
    private LoggingProbes() {}

    private static final class Kept extends Handler {
        private final List<String> records = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            records.add(record.getLevel() + " " + record.getLoggerName() + " " + record.getSourceMethodName().replaceAll("\\d+", "N") + " " + new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    static void run(Probes p) {
        logging(p);
        preferences(p);
    }

    private static List<String> kept(java.util.function.Consumer<Logger> use) {
        Logger logger = Logger.getLogger("differential.kept");
        logger.setUseParentHandlers(false);
        Kept kept = new Kept();
        logger.addHandler(kept);
        use.accept(logger);
        logger.removeHandler(kept);
        return kept.records;
    }

    private static void logging(Probes p) {
        p.of("info", () -> kept(logger -> logger.info("message")));
        p.of("parameters", () -> kept(logger -> logger.log(Level.WARNING, "{0} of {1}", new Object[] {1, "two"})));
        p.of("lazy", () -> kept(logger -> logger.fine(() -> "not made")));
        p.of("level", () -> kept(logger -> {
            logger.setLevel(Level.FINEST);
            logger.finest("fine");
            logger.entering("a", "b");
            logger.setLevel(null);
        }));
        p.of("system logger", () -> kept(logger -> System.getLogger("differential.kept").log(System.Logger.Level.ERROR, "system {0}", 5)));
        p.of("system logger name", () -> System.getLogger("a.b").getName() + System.getLogger("a.b").isLoggable(System.Logger.Level.DEBUG));
        p.of("simple format", () -> {
            LogRecord record = new LogRecord(Level.INFO, "text");
            record.setInstant(java.time.Instant.EPOCH);
            record.setLoggerName("name");
            record.setSourceClassName("a.B");
            record.setSourceMethodName("c");
            return new SimpleFormatter().format(record);
        });
        p.of("simple format of exception", () -> {
            LogRecord record = new LogRecord(Level.SEVERE, "text");
            record.setInstant(java.time.Instant.EPOCH);
            record.setSourceClassName("a.B");
            record.setThrown(new IllegalStateException("thrown"));
            return new SimpleFormatter().format(record).lines().limit(3).toList();
        });
        p.of("xml format", () -> {
            LogRecord record = new LogRecord(Level.INFO, "<text>");
            record.setInstant(java.time.Instant.EPOCH);
            record.setSequenceNumber(5);
            record.setLongThreadID(3);
            return new XMLFormatter().format(record);
        });
        p.of("stream", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            StreamHandler handler = new StreamHandler(out, new SimpleFormatter());
            handler.publish(new LogRecord(Level.FINE, "not"));
            handler.publish(new LogRecord(Level.INFO, "yes"));
            handler.close();
            return out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
        });
        p.of("memory", () -> {
            Kept kept = new Kept();
            MemoryHandler handler = new MemoryHandler(kept, 2, Level.OFF);
            for (String text : List.of("1", "2", "3")) {
                LogRecord record = new LogRecord(Level.INFO, text);
                record.setSourceMethodName("m");
                handler.publish(record);
            }
            handler.push();
            return kept.records;
        });
        p.of("file", () -> {
            Path file = Files.createTempFile("differential", ".log");
            FileHandler handler = new FileHandler(file.toString());
            handler.setFormatter(new SimpleFormatter());
            handler.publish(new LogRecord(Level.INFO, "in file"));
            handler.close();
            String text = Files.readAllLines(file).getLast();
            Files.delete(file);
            return text;
        });
        p.of("configured", () -> {
            LogManager.getLogManager().updateConfiguration(new ByteArrayInputStream("configured.level=FINE\n".getBytes(StandardCharsets.UTF_8)), null);
            return Logger.getLogger("configured.child").isLoggable(Level.FINE) + " " + LogManager.getLogManager().getProperty("configured.level");
        });
        p.of("root", () -> Logger.getLogger("").getLevel() + " " + Logger.getLogger("").getHandlers()[0].getClass().getSimpleName() + " " + Logger.getLogger("").getHandlers()[0].getLevel());
        p.of("levels", () -> Level.parse("800") + " " + Level.parse("850").intValue() + " " + Level.INFO.getLocalizedName());
        p.of("no level", () -> Level.parse("LOUD"));
        p.of("bundle", () -> Logger.getLogger("differential.bundled", "texts").getResourceBundle().getString("greeting"));
        p.of("no bundle", () -> Logger.getLogger("differential.unbundled", "absent"));
        p.of("console", () -> new ConsoleHandler().getFormatter().getClass().getSimpleName());
        p.of("manager", () -> LogManager.getLogManager().getClass().getName());
    }

    private static void preferences(Probes p) {
        Preferences node = Preferences.userRoot().node("differential/probe");
        p.of("preferences", () -> {
            node.putInt("number", 5);
            node.putByteArray("bytes", new byte[] {1});
            return node.getInt("number", 0) + node.get("none", "default") + node.getByteArray("bytes", null).length + node.absolutePath();
        });
        p.of("preferences xml", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            node.exportNode(out);
            return out.toString(StandardCharsets.UTF_8).contains("key=\"number\" value=\"5\"");
        });
        p.does("preferences long key", () -> node.put("k".repeat(81), "v"));
        p.of("preferences removed", () -> {
            node.removeNode();
            return node.nodeExists("");
        });
        p.of("preferences gone", () -> node.get("a", "b"));
    }
}
