package dev.ristretto.build.builder;

import com.oracle.graal.pointsto.infrastructure.SubstitutionProcessor;
import com.oracle.svm.core.jdk.LambdaFormHiddenMethod;
import com.oracle.svm.hosted.annotation.AnnotationValue;
import com.oracle.svm.hosted.annotation.CustomSubstitutionType;
import com.oracle.svm.hosted.annotation.SubstrateAnnotationExtractor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.graal.compiler.java.LambdaUtils;
import jdk.vm.ci.meta.ConstantPool;
import jdk.vm.ci.meta.ResolvedJavaMethod;
import jdk.vm.ci.meta.ResolvedJavaType;

/**
 * Gives hidden classes names that follow from their content. The JVM names them by the address of their metadata, for
 * example {@code java.text.NumberFormat$$TypeSwitch/0x000000003e0e4300}, which differs from run to run and would end up
 * in the image. The ahead-of-time compiler does the same for lambdas, but not for pattern switches and concatenation.
 */
final class HiddenClassNames extends SubstitutionProcessor {
    private static final Pattern NAME = Pattern.compile("(.*[./+]0x)[0-9a-f]{16};");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{16}");
    private static final int DIGITS = 16;

    /** Characters of an address at the end of a name. The compiler looks types up all the time, mostly without one. */
    private static final int ADDRESS_END = "0x".length() + DIGITS + ";".length();

    private static final String FORM = "Ljava/lang/invoke/LambdaForm$";
    private static final AnnotationValue[] HIDDEN =
            SubstrateAnnotationExtractor.prepareInjectedAnnotations(LambdaFormHiddenMethod.Holder.INSTANCE);

    private final Map<ResolvedJavaType, ResolvedJavaType> renamed = new ConcurrentHashMap<>();
    private final Set<String> used = new HashSet<>();

    private static final class RenamedType extends CustomSubstitutionType {
        private final String name;

        RenamedType(ResolvedJavaType original, String name) {
            super(original);
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        /** Forms of method handles are in no stack trace, as on HotSpot, which marks their methods instead. */
        @Override
        public AnnotationValue[] getInjectedAnnotations() {
            return name.startsWith(FORM) ? HIDDEN : super.getInjectedAnnotations();
        }
    }

    @Override
    public ResolvedJavaType lookup(ResolvedJavaType type) {
        if (type instanceof CustomSubstitutionType || type.isArray() || LambdaUtils.isLambdaType(type)) {
            return type;
        }
        String name = type.getName();
        if (!name.startsWith("0x", name.length() - ADDRESS_END)) {
            return type;
        }
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? renamed.computeIfAbsent(type, key -> new RenamedType(key, unique(matcher.group(1), digest(key))))
                : type;
    }

    /** Classes of the same content are told apart by the order in which they are met, which does not matter then. */
    private String unique(String prefix, byte[] digest) {
        synchronized (used) {
            for (int count = 0; ; count++) {
                digest[0] = (byte) (digest[0] + count);
                String name = prefix + HexFormat.of().formatHex(digest).substring(0, DIGITS) + ";";
                if (used.add(name)) {
                    return name;
                }
            }
        }
    }

    /** Of the bytecode and the texts in the constant pool, the JVM's own names left out. */
    private static byte[] digest(ResolvedJavaType type) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        ResolvedJavaMethod[] methods = type.getDeclaredMethods(false);
        Arrays.sort(
                methods,
                Comparator.comparing(ResolvedJavaMethod::getName)
                        .thenComparing(method -> method.getSignature().toMethodDescriptor()));
        for (ResolvedJavaMethod method : methods) {
            add(digest, method.getName() + method.getSignature().toMethodDescriptor());
            byte[] code = method.getCode();
            if (code != null) {
                digest.update(code);
            }
            ConstantPool pool = method.getConstantPool();
            for (int i = 1; i < pool.length(); i++) {
                add(digest, text(pool, i));
            }
        }
        return digest.digest();
    }

    private static String text(ConstantPool pool, int index) {
        try {
            return pool.lookupUtf8(index);
        } catch (IllegalArgumentException e) {
            // An entry of another kind; what it refers to by name is a text of its own.
            return "";
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(ADDRESS.matcher(text).replaceAll("0x").getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
