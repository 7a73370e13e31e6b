package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.runtime.SpecialCall;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Calls default methods of the interfaces of a proxy ({@link java.lang.reflect.InvocationHandler#invokeDefault}) as any
 * method is called by reflection, without the lookup that a proxy's class made at run time would have.
 */
@TargetClass(Proxy.class)
final class Target_java_lang_reflect_Proxy {
    private Target_java_lang_reflect_Proxy() {}

    /** Checks that a method is that of an interface of the proxy, and overridden by none. */
    @Alias
    static native Class<?> findProxyInterfaceOrElseThrow(Class<?> proxyClass, Method method);

    @Substitute
    static @Nullable Object invokeDefault(
            Object proxy, Method method, Object @Nullable [] arguments, @Nullable Class<?> caller) throws Throwable {
        Class<?> proxyClass = proxy.getClass();
        if (!Proxy.isProxyClass(proxyClass)) {
            throw new IllegalArgumentException("'proxy' is not a proxy instance");
        }
        if (!method.isDefault()) {
            throw new IllegalArgumentException("\"" + method + "\" is not a default method");
        }
        findProxyInterfaceOrElseThrow(proxyClass, method);
        try {
            return SpecialCall.invoke(method, proxy, arguments == null ? new Object[0] : arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
