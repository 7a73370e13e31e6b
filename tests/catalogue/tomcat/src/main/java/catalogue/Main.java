package catalogue;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** Embedded Tomcat: a filter before a servlet that keeps a session. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(System.getProperty("java.io.tmpdir") + "/tomcat");
        tomcat.setPort(Integer.parseInt(System.getenv().getOrDefault("PORT", "8080")));
        var context = tomcat.addContext("", new File(System.getProperty("java.io.tmpdir")).getAbsolutePath());
        Tomcat.addServlet(context, "count", new Count());
        context.addServletMappingDecoded("/count", "count");
        var filter = new FilterDef();
        filter.setFilterName("mark");
        filter.setFilter(new Mark());
        context.addFilterDef(filter);
        var mapping = new FilterMap();
        mapping.setFilterName("mark");
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
        tomcat.getConnector();
        tomcat.start();
        tomcat.getServer().await();
    }

    static class Count extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain;charset=utf-8");
            boolean before = request.getSession(false) != null;
            request.getSession().setAttribute("n", 1);
            response.getWriter().println(request.getMethod() + " " + request.getParameter("name") + " " + before + " "
                    + request.getSession().getAttribute("n") + " " + request.getAttribute("mark") + " ä");
        }
    }

    static class Mark extends HttpFilter {
        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            request.setAttribute("mark", "filtered");
            chain.doFilter(request, response);
        }
    }
}
