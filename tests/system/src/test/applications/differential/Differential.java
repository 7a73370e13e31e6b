package differential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a line for each of its probes, the same on every proper Java runtime: {@code area.name = result}. Arguments
 * name the areas; without any all are probed.
 */
final class Differential {
    /** Probes of one area. */
    private interface Area {
        void run(Probes probes) throws Exception;
    }

    private static final Map<String, Area> AREAS = areas();

    private Differential() {}

    private static Map<String, Area> areas() {
        Map<String, Area> areas = new LinkedHashMap<>();
        areas.put("format", FormatProbes::run);
        areas.put("locale", LocaleProbes::run);
        areas.put("number", NumberProbes::run);
        areas.put("text", TextProbes::run);
        areas.put("regex", RegexProbes::run);
        areas.put("charset", CharsetProbes::run);
        areas.put("time", TimeProbes::run);
        areas.put("zone", ZoneProbes::run);
        areas.put("collection", CollectionProbes::run);
        areas.put("stream", StreamProbes::run);
        areas.put("language", LanguageProbes::run);
        areas.put("exception", ExceptionProbes::run);
        areas.put("thread", ThreadProbes::run);
        areas.put("concurrency", ConcurrencyProbes::run);
        areas.put("reflection", ReflectionProbes::run);
        areas.put("handle", HandleProbes::run);
        areas.put("loading", LoadingProbes::run);
        areas.put("serialization", SerializationProbes::run);
        areas.put("io", StreamIoProbes::run);
        areas.put("file", FileProbes::run);
        areas.put("channel", FileChannelProbes::run);
        areas.put("archive", ArchiveProbes::run);
        areas.put("network", SocketProbes::run);
        areas.put("address", AddressProbes::run);
        areas.put("http", WebProbes::run);
        areas.put("crypto", CryptoProbes::run);
        areas.put("algorithm", AlgorithmProbes::run);
        areas.put("keystore", KeyStoreProbes::run);
        areas.put("xml", XmlProbes::run);
        areas.put("logging", LoggingProbes::run);
        areas.put("management", ManagementProbes::run);
        areas.put("module", ModuleProbes::run);
        areas.put("random", RandomProbes::run);
        areas.put("system", SystemProbes::run);
        areas.put("utility", UtilityProbes::run);
        return areas;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> names = arguments.length == 0 ? List.copyOf(AREAS.keySet()) : List.of(arguments);
        Probes probes = new Probes(System.out);
        for (String name : names) {
            probes.area(name);
            AREAS.get(name).run(probes);
        }
        System.out.println("probes: " + probes.count());
        System.exit(0);
    }
}
