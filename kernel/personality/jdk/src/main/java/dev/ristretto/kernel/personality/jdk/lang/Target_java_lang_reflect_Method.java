package dev.ristretto.kernel.personality.jdk.lang;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.TargetClass;
import java.lang.reflect.Method;
import jdk.internal.reflect.MethodAccessor;

/** How a method is called, which is known only if it is registered for reflection: else an error says so. */
@TargetClass(Method.class)
final class Target_java_lang_reflect_Method {
    private Target_java_lang_reflect_Method() {}

    @Alias
    native MethodAccessor acquireMethodAccessor();
}
