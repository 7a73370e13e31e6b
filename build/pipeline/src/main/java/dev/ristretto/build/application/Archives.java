package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.util.List;

/** What several kinds of projects and archives are refused with. */
final class Archives {
    private Archives() {}

    /** Something for an application server, which there is none of in an image. */
    static BuildException refused(String subject) {
        return new BuildException(subject + ", which needs an application server. An image holds one application:"
                + " give it a main class that starts an embedded server (Jetty, Tomcat, Undertow; of Spring Boot"
                + " packaging jar), and build the jar.");
    }

    /** The end of a sentence about a project whose module is to be named. */
    static String modules(List<String> names) {
        return names.isEmpty() ? "." : ". Choose one with --module: " + String.join(", ", names) + ".";
    }
}
