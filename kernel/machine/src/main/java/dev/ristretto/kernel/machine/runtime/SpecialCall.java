package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.SubstrateUtil;
import com.oracle.svm.core.reflect.SubstrateMethodAccessor;
import com.oracle.svm.core.reflect.target.Target_java_lang_reflect_Method;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** Calls by reflection of one method, and of none that overrides it. */
public final class SpecialCall {
    private SpecialCall() {}

    /**
     * Calls a method that is not static.
     *
     * @throws InvocationTargetException with what it throws
     * @throws IllegalArgumentException if the arguments do not fit
     * @throws org.graalvm.nativeimage.MissingReflectionRegistrationError if it is not registered for reflection
     */
    public static @Nullable Object invoke(Method method, Object receiver, Object[] arguments)
            throws InvocationTargetException {
        var known = SubstrateUtil.cast(method, Target_java_lang_reflect_Method.class);
        // That of a method object which was made with the image is in a field of its own.
        Object accessor = known.methodAccessor == null ? known.acquireMethodAccessor() : known.methodAccessor;
        return ((SubstrateMethodAccessor) accessor).invokeSpecial(receiver, arguments);
    }
}
