package catalogue;

import io.micronaut.aop.Around;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the calls of a method, successful or not. */
@Around
@Retention(RetentionPolicy.RUNTIME)
public @interface Counted {
    @Singleton
    @InterceptorBean(Counted.class)
    class Counter implements MethodInterceptor<Object, Object> {
        final AtomicInteger calls = new AtomicInteger();

        @Override
        public Object intercept(MethodInvocationContext<Object, Object> context) {
            calls.incrementAndGet();
            return context.proceed();
        }
    }
}
