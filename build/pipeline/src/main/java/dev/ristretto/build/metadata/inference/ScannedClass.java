package dev.ristretto.build.metadata.inference;

import java.lang.classfile.Annotation;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What rules ask about a class.
 *
 * @param name binary name
 * @param own whether it is the application's own
 * @param superclass binary name, or empty
 * @param interfaces binary names
 * @param annotations binary names of the annotations on it, its members and their parameters
 * @param references binary names of all classes that it names
 * @param texts all text constants in it
 * @param locales constants of java.util.Locale that it uses
 * @param makesLocales whether it makes locales from texts
 * @param serializes whether it makes streams of Java serialization
 * @param isRecord whether it is a record
 * @param isEnum whether it is an enum
 * @param isInterface whether it is an interface or annotation
 * @param isData whether it looks like something that is read and written as a whole: fields, and a constructor without
 *     parameters or methods to get and set
 */
record ScannedClass(
        String name,
        boolean own,
        String superclass,
        List<String> interfaces,
        Set<String> annotations,
        Set<String> references,
        Set<String> texts,
        Set<String> locales,
        boolean makesLocales,
        boolean serializes,
        boolean isRecord,
        boolean isEnum,
        boolean isInterface,
        boolean isData) {
    private static final Set<String> LOCALE_MAKERS =
            Set.of("<init>", "of", "forLanguageTag", "setLanguage", "setLanguageTag", "setLocale");
    private static final Set<String> OBJECT_STREAMS = Set.of("java/io/ObjectInputStream", "java/io/ObjectOutputStream");

    static ScannedClass of(ClassModel model, boolean own) {
        Set<String> annotations = new HashSet<>();
        annotations(model, annotations);
        model.fields().forEach(field -> annotations(field, annotations));
        model.methods().forEach(method -> annotations(method, annotations));
        Set<String> references = new HashSet<>();
        Set<String> texts = new HashSet<>();
        Set<String> locales = new HashSet<>();
        boolean makesLocales = false;
        boolean serializes = false;
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type) {
                references.add(binary(type.asInternalName()));
            } else if (entry instanceof StringEntry text) {
                texts.add(text.stringValue());
            } else if (entry instanceof FieldRefEntry field
                    && field.owner().asInternalName().equals("java/util/Locale")) {
                locales.add(field.name().stringValue());
            } else if (entry instanceof MethodRefEntry method) {
                String owner = method.owner().asInternalName();
                String call = method.name().stringValue();
                makesLocales |= owner.startsWith("java/util/Locale") && LOCALE_MAKERS.contains(call);
                serializes |= OBJECT_STREAMS.contains(owner) && call.equals("<init>");
            }
        }
        boolean isInterface = model.flags().has(AccessFlag.INTERFACE);
        return new ScannedClass(
                binary(model.thisClass().asInternalName()),
                own,
                model.superclass().map(type -> binary(type.asInternalName())).orElse(""),
                model.interfaces().stream()
                        .map(type -> binary(type.asInternalName()))
                        .toList(),
                Set.copyOf(annotations),
                Set.copyOf(references),
                Set.copyOf(texts),
                Set.copyOf(locales),
                makesLocales,
                serializes,
                model.findAttribute(Attributes.record()).isPresent(),
                model.flags().has(AccessFlag.ENUM),
                isInterface,
                !isInterface && isData(model));
    }

    private static boolean isData(ClassModel model) {
        boolean hasState =
                model.fields().stream().anyMatch(field -> !field.flags().has(AccessFlag.STATIC));
        boolean canBeMade = model.methods().stream()
                .anyMatch(method -> method.methodName().equalsString("<init>")
                        && method.methodType().equalsString("()V"));
        boolean hasGetters = model.methods().stream().anyMatch(ScannedClass::isGetter);
        return hasState && (canBeMade || hasGetters);
    }

    private static boolean isGetter(MethodModel method) {
        String name = method.methodName().stringValue();
        return method.methodType().stringValue().startsWith("()")
                && !method.methodType().stringValue().endsWith(")V")
                && (name.matches("get[A-Z].*") || name.matches("is[A-Z].*"))
                && method.flags().has(AccessFlag.PUBLIC)
                && !method.flags().has(AccessFlag.STATIC);
    }

    private static void annotations(AttributedElement element, Set<String> found) {
        element.findAttribute(Attributes.runtimeVisibleAnnotations())
                .ifPresent(attribute -> add(attribute.annotations(), found));
        element.findAttribute(Attributes.runtimeVisibleParameterAnnotations())
                .ifPresent(attribute -> attribute.parameterAnnotations().forEach(list -> add(list, found)));
    }

    private static void add(List<Annotation> annotations, Set<String> found) {
        for (Annotation annotation : annotations) {
            String descriptor = annotation.className().stringValue();
            found.add(binary(descriptor.substring(1, descriptor.length() - 1)));
        }
    }

    private static String binary(String internal) {
        return internal.replace('/', '.');
    }
}
