package catalogue;

import com.github.mustachejava.DefaultMustacheFactory;
import freemarker.template.Configuration;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** A bean through three template engines, which reach its properties by reflection, and into a log. */
final class Templates {
    private static final Logger LOG = LoggerFactory.getLogger(Templates.class);

    public static class Person {
        public String getName() {
            return "Ada";
        }

        public int getAge() {
            return 36;
        }

        public List<String> getTags() {
            return List.of("a", "b");
        }
    }

    static void run() throws Exception {
        MDC.put("who", "me");
        LOG.debug("starts with {}", List.of(1));
        LoggerFactory.getLogger("other").info("not shown");
        var free = new Configuration(Configuration.VERSION_2_3_34);
        free.setClassForTemplateLoading(Templates.class, "/pages");
        var out = new StringWriter();
        free.getTemplate("free.ftl").process(Map.of("person", new Person()), out);
        System.out.print(out);
        var resolver = new ClassLoaderTemplateResolver();
        resolver.setPrefix("pages/");
        resolver.setSuffix(".html");
        var engine = new TemplateEngine();
        engine.setTemplateResolver(resolver);
        System.out.print(engine.process("leaf", new Context(Locale.ENGLISH, Map.of("person", new Person()))));
        out = new StringWriter();
        new DefaultMustacheFactory("pages").compile("mustache.txt").execute(out, new Person()).flush();
        System.out.print(out);
        LOG.error("ends", new IllegalStateException("as meant"));
    }
}
