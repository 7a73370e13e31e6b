package catalogue;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Undertow's handlers and its servlet container beside each other. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        var deployment = Servlets.defaultContainer()
                .addDeployment(Servlets.deployment()
                        .setClassLoader(Main.class.getClassLoader())
                        .setContextPath("/app")
                        .setDeploymentName("app")
                        .addServlets(Servlets.servlet("hello", Hello.class).addMapping("/hello")));
        deployment.deploy();
        var handler = Handlers.path()
                .addPrefixPath("/app", deployment.start())
                .addExactPath("/plain", exchange -> exchange.getResponseSender().send("plain " + exchange.getQueryString()));
        Undertow.builder().addHttpListener(port, "0.0.0.0").setHandler(handler).build().start();
    }

    public static class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            response.getWriter().println("hello " + request.getParameter("name") + " in " + request.getContextPath());
        }
    }
}
