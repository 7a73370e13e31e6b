package differential;

import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Classes, resources, services and modules, as loaders find them. */
final class LoadingProbes {
    private LoadingProbes() {}

    /** What the services of this program are. */
    public interface Service {
        /** Its name. */
        String name();
    }

    /** A service. */
    public static final class FirstService implements Service {
        @Override
        public String name() {
            return "first";
        }
    }

    /** Another service. */
    public static final class SecondService implements Service {
        @Override
        public String name() {
            return "second";
        }
    }

    static void run(Probes p) {
        ClassLoader loader = LoadingProbes.class.getClassLoader();
        p.of("services", () -> ServiceLoader.load(Service.class).stream().map(provider -> provider.get().name()).toList());
        p.of("service types", () -> ServiceLoader.load(Service.class).stream().map(ServiceLoader.Provider::type).toList());
        p.of("no services", () -> ServiceLoader.load(Runnable.class).findFirst());
        p.of("wrong service", () -> {
            try {
                return ServiceLoader.load(java.util.concurrent.Callable.class).findFirst();
            } catch (ServiceConfigurationError e) {
                return "error " + e.getMessage();
            }
        });
        p.of("resource", () -> text(LoadingProbes.class.getResourceAsStream("/texts_de.properties")));
        p.of("resource relative", () -> LoadingProbes.class.getResourceAsStream("texts_de.properties"));
        p.of("resource by loader", () -> text(loader.getResourceAsStream("data/some.txt")));
        p.of("resource with slash", () -> loader.getResource("/data/some.txt"));
        p.of("no resource", () -> loader.getResource("absent.txt"));
        p.of("resource folder", () -> loader.getResource("data") != null);
        p.of("resources", () -> {
            List<URL> urls = new ArrayList<>();
            loader.getResources("data/some.txt").asIterator().forEachRemaining(urls::add);
            return urls.size();
        });
        p.of("resource url", () -> text(loader.getResource("data/some.txt").openStream()));
        p.of("resource length", () -> loader.getResource("data/some.txt").openConnection().getContentLength());
        p.of("resource type", () -> loader.getResource("data/some.txt").openConnection().getContentType());
        p.of("resource of system", () -> text(ClassLoader.getSystemResourceAsStream("data/some.txt")));
        p.of("resource by stream", () -> loader.resources("data/some.txt").count());
        p.of("resource of context", () -> text(Thread.currentThread().getContextClassLoader().getResourceAsStream("data/some.txt")));
        p.of("own class file", () -> loader.getResource("differential/LoadingProbes.class") != null);
        p.of("class of jdk", () -> Object.class.getResource("Object.class"));
        p.of("module resource", () -> Object.class.getModule().getResourceAsStream("java/lang/Object.class") != null);
        p.of("load class", () -> loader.loadClass("differential.LoadingProbes$FirstService").getSimpleName());
        p.of("load none", () -> loader.loadClass("absent.Type"));
        p.of("load by slash", () -> Class.forName("java/lang/String"));
        p.of("load primitive", () -> Class.forName("int"));
        p.of("load uninitialized", () -> Class.forName("differential.LoadingProbes$SecondService", false, loader).getName());
        p.of("load by null", () -> Class.forName("java.lang.String", false, null).getName());
        p.of("load own by null", () -> Class.forName("differential.LoadingProbes$SecondService", false, null));
        p.of("load by module", () -> Class.forName(Object.class.getModule(), "java.lang.Nothing"));
        p.of("loader names", () -> loader.getName() + " " + loader.getParent().getName() + " " + loader.getParent().getParent());
        p.of("loader type", () -> loader.getClass().getName());
        p.of("parallel", () -> loader.isRegisteredAsParallelCapable());
        p.of("unnamed module", () -> loader.getUnnamedModule() == LoadingProbes.class.getModule());
        p.of("url loader", () -> {
            try (URLClassLoader urls = new URLClassLoader(new URL[0])) {
                return urls.loadClass("java.lang.String") + " " + urls.findResource("x");
            }
        });
        p.of("url loader none", () -> {
            try (URLClassLoader urls = new URLClassLoader(new URL[0], null)) {
                return urls.loadClass("differential.LoadingProbes");
            }
        });
        p.of("own loader", () -> new ClassLoader("mine", loader) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                throw new ClassNotFoundException("asked for " + name);
            }
        }.loadClass("absent.Type"));
        p.of("define", () -> new ClassLoader() {
            Class<?> define() {
                return defineClass("x", new byte[] {1, 2, 3}, 0, 3);
            }
        }.define());
        p.does("load library", () -> System.loadLibrary("absent"));
        p.does("load file", () -> System.load("relative"));
        p.of("base module", () -> Object.class.getModule().getDescriptor().exports().stream().map(ModuleDescriptor.Exports::source).filter(name -> name.startsWith("java.util.z")).toList());
        p.of("boot layer", () -> ModuleLayer.boot().findModule("java.base").isPresent() + " " + ModuleLayer.boot().findModule("java.nothing"));
        p.of("opens", () -> Object.class.getModule().isOpen("java.lang") + " " + Object.class.getModule().isExported("java.lang"));
        p.of("module version", () -> ModuleDescriptor.Version.parse("1.2-beta").compareTo(ModuleDescriptor.Version.parse("1.10")));
        p.of("package", () -> loader.getDefinedPackage("differential"));
    }

    private static String text(InputStream stream) throws java.io.IOException {
        try (stream) {
            return stream == null ? "null" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
