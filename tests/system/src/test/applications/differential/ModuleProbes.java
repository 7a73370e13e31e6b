package differential;

import java.beans.Introspector;
import java.beans.PropertyChangeSupport;
import java.beans.PropertyDescriptor;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Hashtable;
import javax.annotation.processing.Processor;
import javax.naming.CompositeName;
import javax.naming.InitialContext;
import javax.naming.ldap.LdapName;
import javax.script.ScriptEngineManager;
import javax.security.auth.Subject;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.login.LoginContext;
import javax.sql.rowset.RowSetProvider;
import javax.sql.rowset.serial.SerialBlob;
import javax.tools.ToolProvider;
import javax.transaction.xa.XAException;

/** The modules beside java.base that servers use. */
final class ModuleProbes {
    private ModuleProbes() {}

    /** A bean. */
    public static class Person {
        private String name = "n";
        private int age;
        private boolean tall;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getAge() {
            return age;
        }

        public void setAge(int age) {
            this.age = age;
        }

        public boolean isTall() {
            return tall;
        }
    }

    static void run(Probes p) {
        sql(p);
        naming(p);
        beans(p);
        others(p);
    }

    private static void sql(Probes p) {
        p.of("sql date", () -> Date.valueOf("2024-02-29") + " " + Time.valueOf("10:00:01") + " " + Timestamp.valueOf("2024-02-29 10:00:00.123456789"));
        p.of("sql date wrong", () -> Date.valueOf("2024-2"));
        p.of("sql timestamp wrong", () -> Timestamp.valueOf("yesterday"));
        p.of("sql date time", () -> Date.valueOf("2024-02-29").getHours());
        p.of("sql local", () -> Timestamp.valueOf("2024-02-29 10:00:00").toLocalDateTime() + " " + Timestamp.valueOf("2024-02-29 10:00:00").getNanos());
        p.of("sql driver", () -> DriverManager.getConnection("jdbc:none:x"));
        p.of("sql drivers", () -> java.util.Collections.list(DriverManager.getDrivers()).size());
        p.of("sql exception", () -> {
            SQLException e = new SQLException("reason", "08001", 5);
            e.setNextException(new SQLException("next"));
            StringBuilder all = new StringBuilder(e.getSQLState()).append(e.getErrorCode());
            e.forEach(all::append);
            return all;
        });
        p.of("sql blob", () -> new SerialBlob(new byte[] {1, 2, 3}).getBytes(2, 2));
        p.of("sql row set", () -> RowSetProvider.newFactory().createCachedRowSet().size());
        p.of("sql type", () -> java.sql.JDBCType.valueOf(java.sql.Types.VARCHAR).getName());
        p.of("transaction", () -> new XAException(XAException.XA_RBDEADLOCK).errorCode);
    }

    private static void naming(Probes p) {
        p.of("naming", () -> new InitialContext().lookup("java:comp/env"));
        p.of("naming factory", () -> {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put("java.naming.factory.initial", "absent.Factory");
            return new InitialContext(environment);
        });
        p.of("naming ldap", () -> {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put("java.naming.factory.initial", "com.sun.jndi.ldap.LdapCtxFactory");
            environment.put("java.naming.provider.url", "ldap://127.0.0.1:1");
            return new InitialContext(environment);
        });
        p.of("naming dns", () -> {
            Hashtable<String, String> environment = new Hashtable<>();
            environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
            return new InitialContext(environment).getEnvironment().size();
        });
        p.of("name", () -> new CompositeName("a/b/c").getSuffix(1) + " " + new LdapName("CN=a,DC=b").getRdn(0));
        p.of("name wrong", () -> new LdapName("nonsense"));
    }

    private static void beans(Probes p) {
        p.of("beans", () -> Arrays.stream(Introspector.getBeanInfo(Person.class, Object.class).getPropertyDescriptors()).map(PropertyDescriptor::getName).sorted().toList());
        p.of("beans read", () -> {
            Person person = new Person();
            PropertyDescriptor name = new PropertyDescriptor("name", Person.class);
            name.getWriteMethod().invoke(person, "written");
            return name.getReadMethod().invoke(person) + " " + name.getPropertyType();
        });
        p.of("beans none", () -> new PropertyDescriptor("nothing", Person.class));
        p.of("beans decapitalized", () -> Introspector.decapitalize("URLName") + Introspector.decapitalize("Name"));
        p.of("beans changed", () -> {
            StringBuilder events = new StringBuilder();
            PropertyChangeSupport support = new PropertyChangeSupport("source");
            support.addPropertyChangeListener("a", event -> events.append(event.getOldValue()).append(event.getNewValue()));
            support.firePropertyChange("a", 1, 2);
            support.firePropertyChange("a", 2, 2);
            support.firePropertyChange("b", 3, 4);
            return events;
        });
    }

    private static void others(Probes p) {
        p.of("compiler", () -> ToolProvider.getSystemJavaCompiler() != null);
        p.of("processor", () -> Processor.class.getName());
        p.of("scripts", () -> new ScriptEngineManager().getEngineByName("JavaScript"));
        p.of("subject", () -> {
            Subject subject = new Subject();
            subject.getPrincipals().add(new javax.security.auth.x500.X500Principal("CN=a"));
            return subject.getPrincipals();
        });
        p.of("subject current", () -> Subject.callAs(new Subject(), () -> Subject.current() != null));
        p.of("login", () -> new LoginContext("absent"));
        p.of("callback", () -> new NameCallback("prompt").getPrompt());
        p.of("sasl", () -> java.util.Collections.list(javax.security.sasl.Sasl.getSaslClientFactories()).size());
        p.of("sasl client", () -> javax.security.sasl.Sasl.createSaslClient(new String[] {"PLAIN"}, null, "imap", "h", null, callbacks -> {
            for (var callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName("user");
                } else if (callback instanceof javax.security.auth.callback.PasswordCallback password) {
                    password.setPassword("pw".toCharArray());
                }
            }
        }).evaluateChallenge(new byte[0]));
        p.of("kerberos", () -> new org.ietf.jgss.Oid("1.2.840.113554.1.2.2"));
        p.of("rmi", () -> java.rmi.registry.LocateRegistry.getRegistry("127.0.0.1", 1).list().length);
        p.of("class file", () -> java.lang.classfile.ClassFile.of().build(java.lang.constant.ClassDesc.of("A"), builder -> {}).length > 20);
        p.of("jfr", () -> jdk.jfr.FlightRecorder.isAvailable());
        p.of("simple web", () -> com.sun.net.httpserver.SimpleFileServer.OutputLevel.INFO);
        p.of("unsafe", () -> Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe").getType());
        p.of("signal", () -> new sun.misc.Signal("TERM").getNumber());
        p.of("no signal", () -> new sun.misc.Signal("NOTHING"));
    }
}
