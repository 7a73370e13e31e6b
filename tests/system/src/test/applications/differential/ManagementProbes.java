package differential;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadInfo;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.MBeanServer;
import javax.management.MXBean;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** Management beans, the platform's and own ones. */
final class ManagementProbes {
    private ManagementProbes() {}

    /** A standard bean. */
    public interface CounterMBean {
        /** The count. */
        int getCount();

        /** Changes the count. */
        void setCount(int count);

        /** Adds to the count. */
        int add(int value);
    }

    /** A counter. */
    public static final class Counter extends NotificationBroadcasterSupport implements CounterMBean {
        private int count = 3;

        @Override
        public int getCount() {
            return count;
        }

        @Override
        public void setCount(int count) {
            this.count = count;
            sendNotification(new Notification("changed", this, count));
        }

        @Override
        public int add(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("negative");
            }
            return count += value;
        }
    }

    /** A value of the open bean. */
    public record Pair(int first, String second) {}

    /** An open bean. */
    @MXBean
    public interface Open {
        /** A value. */
        MemoryUsage getUsage();

        /** Another. */
        java.util.Map<String, Integer> getMap();
    }

    /** Its values. */
    public static final class OpenBean implements Open {
        @Override
        public MemoryUsage getUsage() {
            return new MemoryUsage(1, 2, 3, 4);
        }

        @Override
        public java.util.Map<String, Integer> getMap() {
            return java.util.Map.of("a", 1);
        }
    }

    static void run(Probes p) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        platform(p, server);
        own(p, server);
    }

    private static void platform(Probes p, MBeanServer server) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        p.of("runtime", () -> runtime.getName().matches("\\d+@.+") + " " + (runtime.getUptime() > 0) + (runtime.getStartTime() > 0) + runtime.getSpecVersion());
        p.of("runtime arguments", () -> runtime.getInputArguments());
        p.of("runtime class path", runtime::isBootClassPathSupported);
        p.of("runtime properties", () -> runtime.getSystemProperties().containsKey("java.home"));
        p.of("runtime name", runtime::getVmName);
        p.of("system", () -> ManagementFactory.getOperatingSystemMXBean().getName() + ManagementFactory.getOperatingSystemMXBean().getArch() + (ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors() > 0));
        p.of("system load", () -> ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage() >= 0);
        p.of("system memory", () -> ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() > 0);
        p.of("system times", () -> ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() > 0);
        p.of("system descriptors", () -> ((com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount() > 0);
        p.of("memory", () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() > 0);
        p.of("memory maximum", () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getMax() > 0);
        p.of("memory other", () -> ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed() >= 0);
        p.of("pools", () -> ManagementFactory.getMemoryPoolMXBeans().stream().anyMatch(pool -> pool.getType() == MemoryType.HEAP));
        p.of("collectors", () -> ManagementFactory.getGarbageCollectorMXBeans().stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum() >= 0);
        ClassLoadingMXBean loading = ManagementFactory.getClassLoadingMXBean();
        p.of("classes", () -> loading.getLoadedClassCount() > 100 && loading.getTotalLoadedClassCount() > 100);
        p.of("compilation", () -> ManagementFactory.getCompilationMXBean() == null);
        var threads = ManagementFactory.getThreadMXBean();
        p.of("threads", () -> threads.getThreadCount() > 1 && threads.getPeakThreadCount() > 1 && threads.getTotalStartedThreadCount() > 1);
        p.of("thread info", () -> threads.getThreadInfo(Thread.currentThread().threadId()).getThreadName());
        p.of("thread state", () -> threads.getThreadInfo(Thread.currentThread().threadId()).getThreadState());
        p.of("thread dump", () -> {
            for (ThreadInfo info : threads.dumpAllThreads(true, true)) {
                if (info.getThreadName().equals("probe")) {
                    return info.getStackTrace().length > 0;
                }
            }
            return "not there";
        });
        p.of("thread times", () -> threads.isCurrentThreadCpuTimeSupported() && threads.getCurrentThreadCpuTime() > 0);
        p.of("deadlocks", threads::findDeadlockedThreads);
        p.of("ids", () -> threads.getAllThreadIds().length > 1);
        p.of("buffers", () -> ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream().map(java.lang.management.BufferPoolMXBean::getName).sorted().toList());
        p.of("logging", () -> ManagementFactory.getPlatformMXBean(java.lang.management.PlatformLoggingMXBean.class).getLoggerLevel(""));
        p.of("names", () -> server.queryNames(new ObjectName("java.lang:*"), null).stream().map(name -> name.getKeyProperty("type")).collect(Collectors.toCollection(TreeSet::new)));
        p.of("attribute", () -> server.getAttribute(new ObjectName("java.lang:type=Runtime"), "SpecName"));
        p.of("composite", () -> ((CompositeData) server.getAttribute(new ObjectName("java.lang:type=Memory"), "HeapMemoryUsage")).containsKey("used"));
        p.of("no attribute", () -> server.getAttribute(new ObjectName("java.lang:type=Runtime"), "Nothing"));
        p.of("invoke", () -> server.invoke(new ObjectName("java.lang:type=Memory"), "gc", null, null));
        p.of("domains", () -> new TreeSet<>(java.util.Arrays.asList(server.getDomains())).containsAll(java.util.Set.of("java.lang", "java.nio", "java.util.logging", "JMImplementation")));
    }

    private static void own(Probes p, MBeanServer server) throws Exception {
        ObjectName name = new ObjectName("differential:type=Counter");
        p.of("register", () -> server.registerMBean(new Counter(), name).getClassName());
        p.of("register twice", () -> server.registerMBean(new Counter(), name));
        p.of("get", () -> server.getAttribute(name, "Count"));
        p.of("set", () -> {
            server.setAttribute(name, new Attribute("Count", 10));
            return server.getAttribute(name, "Count");
        });
        p.does("set wrong", () -> server.setAttribute(name, new Attribute("Count", "text")));
        p.of("call", () -> server.invoke(name, "add", new Object[] {5}, new String[] {"int"}));
        p.of("call failing", () -> server.invoke(name, "add", new Object[] {-5}, new String[] {"int"}));
        p.of("call none", () -> server.invoke(name, "none", null, null));
        p.of("info", () -> server.getMBeanInfo(name).getAttributes()[0] + " " + server.getMBeanInfo(name).getOperations()[0].getSignature()[0]);
        p.of("notified", () -> {
            StringBuilder got = new StringBuilder();
            server.addNotificationListener(name, (notification, back) -> got.append(notification.getType()).append(back), null, "back");
            server.setAttribute(name, new Attribute("Count", 11));
            return got;
        });
        p.of("open", () -> {
            ObjectName open = new ObjectName("differential:type=Open");
            server.registerMBean(new OpenBean(), open);
            return ((CompositeData) server.getAttribute(open, "Usage")).get("used") + " " + server.getAttribute(open, "Map").getClass().getSimpleName();
        });
        p.of("proxy", () -> javax.management.JMX.newMBeanProxy(server, name, CounterMBean.class).add(1));
        p.of("no bean", () -> server.registerMBean(new Object(), new ObjectName("differential:type=None")));
        p.of("bad name", () -> new ObjectName("nonsense"));
        p.does("unregister", () -> server.unregisterMBean(name));
        p.does("unregister twice", () -> server.unregisterMBean(name));
        p.of("query", () -> server.queryNames(new ObjectName("differential:*"), javax.management.Query.eq(javax.management.Query.classattr(), javax.management.Query.value(OpenBean.class.getName()))).size());
    }
}
