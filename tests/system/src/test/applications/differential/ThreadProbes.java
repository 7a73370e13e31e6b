package differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** Threads, platform and virtual. */
final class ThreadProbes {
    private static final ScopedValue<String> SCOPED = ScopedValue.newInstance();
    private static final ThreadLocal<String> LOCAL = ThreadLocal.withInitial(() -> "initial");
    private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

    private ThreadProbes() {}

    static void run(Probes p) {
        for (boolean virtual : new boolean[] {false, true}) {
            of(p, virtual ? "virtual " : "platform ", virtual ? Thread.ofVirtual() : Thread.ofPlatform(), virtual);
        }
        values(p);
        errors(p);
        timers(p);
    }

    private static String in(Thread.Builder builder, ThreadTask task) throws Exception {
        AtomicReference<String> result = new AtomicReference<>();
        Thread thread = builder.start(() -> {
            try {
                result.set(Shown.of(task.call()));
            } catch (Throwable e) {
                result.set(Shown.of(e));
            }
        });
        thread.join();
        return result.get();
    }

    private interface ThreadTask {
        Object call() throws Exception;
    }

    private static void of(Probes p, String kind, Thread.Builder builder, boolean virtual) {
        p.of(kind + "is virtual", () -> in(builder, () -> Thread.currentThread().isVirtual()));
        p.of(kind + "name", () -> in(builder, () -> virtual ? Thread.currentThread().getName() : "numbered"));
        p.of(kind + "group", () -> in(builder, () -> Thread.currentThread().getThreadGroup().getName()));
        p.of(kind + "priority", () -> in(builder, () -> Thread.currentThread().getPriority()));
        p.of(kind + "daemon", () -> in(builder, () -> Thread.currentThread().isDaemon()));
        p.of(kind + "interrupted sleep", () -> in(builder, () -> {
            Thread.currentThread().interrupt();
            Thread.sleep(10_000);
            return "slept";
        }));
        p.of(kind + "interrupted wait", () -> in(builder, () -> {
            Thread.currentThread().interrupt();
            synchronized (LOCAL) {
                LOCAL.wait();
            }
            return "waited";
        }));
        p.of(kind + "interrupted join", () -> in(builder, () -> {
            Thread.currentThread().interrupt();
            Thread.currentThread().join();
            return "joined";
        }));
        p.of(kind + "interrupted park", () -> in(builder, () -> {
            Thread.currentThread().interrupt();
            LockSupport.park();
            return Thread.interrupted() + " " + Thread.interrupted();
        }));
        p.of(kind + "uncaught", () -> {
            AtomicReference<String> caught = new AtomicReference<>();
            Thread thread = builder.unstarted(() -> {
                throw new IllegalStateException("uncaught");
            });
            thread.setUncaughtExceptionHandler((at, e) -> caught.set(at.getName().equals(thread.getName()) + " " + e));
            thread.start();
            thread.join();
            return caught.get();
        });
        p.of(kind + "states", () -> {
            CountDownLatch latch = new CountDownLatch(1);
            Thread thread = builder.unstarted(() -> {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            List<Object> states = new ArrayList<>(List.of(thread.getState()));
            thread.start();
            while (thread.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
            }
            states.add(thread.getState());
            latch.countDown();
            thread.join();
            states.add(thread.getState());
            states.add(thread.isAlive());
            return states;
        });
        p.of(kind + "started twice", () -> {
            Thread thread = builder.start(() -> {});
            thread.join();
            thread.start();
            return "started";
        });
        p.of(kind + "inherited", () -> {
            INHERITED.set("parent");
            return in(builder, INHERITED::get);
        });
        p.of(kind + "local", () -> {
            LOCAL.set("mine");
            return in(builder, LOCAL::get) + " " + LOCAL.get();
        });
        p.of(kind + "loader", () -> in(builder, () -> Thread.currentThread().getContextClassLoader() == ClassLoader.getSystemClassLoader()));
        p.of(kind + "ping pong", () -> {
            SynchronousQueue<Integer> queue = new SynchronousQueue<>();
            Thread thread = builder.start(() -> {
                for (int index = 0; index < 500; index++) {
                    try {
                        queue.put(index);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            });
            int sum = 0;
            for (int index = 0; index < 500; index++) {
                sum += queue.take();
            }
            thread.join();
            return sum;
        });
        p.of(kind + "many", () -> {
            AtomicInteger count = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int index = 0; index < 40; index++) {
                threads.add(builder.start(() -> {
                    synchronized (count) {
                        count.set(count.get() + 1);
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            return count;
        });
        p.of(kind + "timed join", () -> builder.start(() -> {}).join(Duration.ofSeconds(60)));
        p.of(kind + "trace", () -> in(builder, () -> Thread.currentThread().getStackTrace()[0].getMethodName()));
        p.of(kind + "deep", () -> in(builder, () -> {
            try {
                return deeper(0);
            } catch (StackOverflowError e) {
                return "overflow";
            }
        }));
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    private static void values(Probes p) {
        p.of("scoped", () -> ScopedValue.where(SCOPED, "bound").call(() -> SCOPED.get() + ScopedValue.where(SCOPED, "inner").call(SCOPED::get) + SCOPED.get()));
        p.of("scoped unbound", SCOPED::get);
        p.of("scoped or else", () -> SCOPED.orElse("else") + SCOPED.isBound());
        p.of("text", () -> Thread.ofPlatform().name("named", 3).unstarted(() -> {}).getName());
        p.of("thread", () -> Thread.ofPlatform().name("n").priority(7).unstarted(() -> {}).toString().replaceAll("#\\d+", "#N"));
        p.of("virtual thread", () -> Thread.ofVirtual().name("v").unstarted(() -> {}).toString().replaceAll("#\\d+", "#N"));
        p.of("group", () -> {
            ThreadGroup group = new ThreadGroup("mine");
            return group + " " + group.getParent().getName() + " " + group.activeCount();
        });
        p.of("main group", () -> Thread.currentThread().getThreadGroup());
        p.of("holds lock", () -> {
            synchronized (SCOPED) {
                return Thread.holdsLock(SCOPED) + " " + Thread.holdsLock(LOCAL);
            }
        });
        p.of("own traces", () -> Thread.getAllStackTraces().containsKey(Thread.currentThread()));
        p.of("ids", () -> Thread.currentThread().threadId() > 0);
        p.of("enumerate", () -> {
            Thread[] threads = new Thread[50];
            return Thread.enumerate(threads) > 1;
        });
        p.of("default handler", () -> {
            AtomicReference<Object> caught = new AtomicReference<>();
            Thread.setDefaultUncaughtExceptionHandler((thread, e) -> caught.set(e));
            Thread thread = new Thread(() -> {
                throw new AssertionError("lost");
            });
            thread.start();
            thread.join();
            Thread.setDefaultUncaughtExceptionHandler(null);
            return caught.get();
        });
        p.of("wait timeout", () -> {
            synchronized (SCOPED) {
                SCOPED.wait(1);
                SCOPED.wait(0, 1);
            }
            return "woken";
        });
    }

    private static void errors(Probes p) {
        p.does("negative sleep", () -> Thread.sleep(-1));
        p.does("negative join", () -> new Thread().join(-1));
        p.does("negative wait", () -> SCOPED.wait(-1));
        p.does("priority", () -> new Thread().setPriority(11));
        p.does("set virtual priority", () -> Thread.ofVirtual().unstarted(() -> {}).setPriority(7));
        p.does("set virtual daemon", () -> Thread.ofVirtual().unstarted(() -> {}).setDaemon(false));
        p.does("daemon of running", () -> Thread.currentThread().setDaemon(false));
        p.does("stop", () -> Thread.class.getMethod("stop"));
        p.does("name", () -> new Thread().setName(null));
        p.does("exit lock", () -> SCOPED.notifyAll());
        p.of("join virtual", () -> Thread.ofVirtual().unstarted(() -> {}).join(Duration.ZERO));
    }

    private static void timers(Probes p) {
        p.of("timer", () -> {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch done = new CountDownLatch(3);
            Timer timer = new Timer("timer", true);
            for (int index : new int[] {3, 1, 2}) {
                timer.schedule(task(() -> {
                    order.add("task " + index);
                    done.countDown();
                }), index * 20L);
            }
            done.await();
            timer.cancel();
            return order;
        });
        p.does("timer cancelled", () -> {
            Timer timer = new Timer(true);
            timer.cancel();
            timer.schedule(task(() -> {}), 1);
        });
        p.does("timer negative", () -> new Timer(true).schedule(task(() -> {}), -1));
    }

    private static TimerTask task(Runnable body) {
        return new TimerTask() {
            @Override
            public void run() {
                body.run();
            }
        };
    }
}
