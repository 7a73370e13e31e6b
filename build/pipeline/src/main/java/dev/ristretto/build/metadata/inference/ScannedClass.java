package dev.ristretto.build.metadata.inference;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.FieldRefEntry;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What rules ask about a class.
 *
 * @param name binary name
 * @param own whether it is the application's own
 * @param told whether its jar says itself what it does by reflection
 * @param superclass binary name, or empty
 * @param interfaces binary names
 * @param annotations binary names of the annotations on it, its members and their parameters
 * @param references binary names of all classes that it names
 * @param constants binary names of classes whose class objects its code takes or that stand in annotations, itself and
 *     those around it left out
 * @param texts all text constants in it
 * @param locales constants of java.util.Locale that it uses
 * @param makesLocales whether it makes locales from texts
 * @param serializes whether it makes streams of Java serialization
 * @param serializesLambdas whether lambdas in it are serializable
 * @param isRecord whether it is a record
 * @param isEnum whether it is an enum
 * @param isInterface whether it is an interface or annotation
 * @param isData whether it looks like something that is read and written as a whole: fields, or what a collection
 *     holds, and a constructor without parameters, or methods that get what others read
 */
record ScannedClass(
        String name,
        boolean own,
        boolean told,
        String superclass,
        List<String> interfaces,
        Set<String> annotations,
        Set<String> references,
        Set<String> constants,
        Set<String> texts,
        Set<String> locales,
        boolean makesLocales,
        boolean serializes,
        boolean serializesLambdas,
        boolean isRecord,
        boolean isEnum,
        boolean isInterface,
        boolean isData) {
    private static final Set<String> LOCALE_MAKERS =
            Set.of("<init>", "of", "forLanguageTag", "setLanguage", "setLanguageTag", "setLocale");
    private static final Set<String> OBJECT_STREAMS = Set.of("java/io/ObjectInputStream", "java/io/ObjectOutputStream");

    /** Java compilers add it to classes with serializable lambdas, see java.lang.invoke.SerializedLambda. */
    private static final String LAMBDA_MAKER = "$deserializeLambda$";

    /** Code alone: nothing that a debugger or the verifier wants. */
    private static final ClassFile READER = ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
            ClassFile.StackMapsOption.DROP_STACK_MAPS);

    private static final Pattern COLLECTION = Pattern.compile("java/util/\\w*(Map|List|Set|Collection)");

    private static final List<String> COMPILERS = List.of("org.graalvm.nativeimage.hosted.", "com.oracle.svm.");

    /** Classes that nothing without a screen uses. */
    private static final Pattern WINDOWS = Pattern.compile("javax\\.swing\\.[A-Z].*|java\\.awt\\.event\\..*"
            + "|java\\.awt\\.(Component|Container|Desktop|Dialog|Frame|Panel|Robot|SystemTray|Window)");

    /** @throws IllegalArgumentException if it is no class file, or a broken one */
    static ScannedClass of(byte[] file, Predicate<String> own, boolean told) {
        ClassModel model = READER.parse(file);
        String name = binary(model.thisClass().asInternalName());
        Set<String> annotations = new HashSet<>();
        Set<String> constants = constants(model);
        annotations(model, annotations, constants);
        model.fields().forEach(field -> annotations(field, annotations, constants));
        model.methods().forEach(method -> annotations(method, annotations, constants));
        constants.removeIf(constant -> name.equals(constant) || name.startsWith(constant + "$"));
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
                name,
                own.test(name),
                told,
                model.superclass().map(type -> binary(type.asInternalName())).orElse(""),
                model.interfaces().stream()
                        .map(type -> binary(type.asInternalName()))
                        .toList(),
                Set.copyOf(annotations),
                Set.copyOf(references),
                Set.copyOf(constants),
                Set.copyOf(texts),
                Set.copyOf(locales),
                makesLocales,
                serializes,
                model.methods().stream().anyMatch(method -> method.methodName().equalsString(LAMBDA_MAKER)),
                model.findAttribute(Attributes.record()).isPresent(),
                model.flags().has(AccessFlag.ENUM),
                isInterface,
                !isInterface && isData(model));
    }

    /** Binary names of what it extends and implements itself; the superclass of {@code Object} is empty. */
    List<String> supertypes() {
        return Stream.concat(Stream.of(superclass), interfaces.stream()).toList();
    }

    /** Whether it tells the compiler what to do, and is in no image: the compiler does not like to be asked for it. */
    boolean isOfCompiler() {
        return Stream.concat(references.stream(), annotations.stream())
                .anyMatch(name -> COMPILERS.stream().anyMatch(name::startsWith));
    }

    /** Whether it is of use only where there is a screen. */
    boolean opensWindows() {
        return references.stream().anyMatch(WINDOWS.asMatchPredicate());
    }

    private static Set<String> constants(ClassModel model) {
        Set<String> constants = new HashSet<>();
        for (MethodModel method : model.methods()) {
            method.code().stream().flatMap(CodeModel::elementStream).forEach(element -> {
                if (element instanceof LoadConstantInstruction load
                        && load.constantEntry() instanceof ClassEntry type) {
                    constants.add(binary(type.asInternalName()));
                }
            });
        }
        return constants;
    }

    private static boolean isData(ClassModel model) {
        boolean hasState =
                model.fields().stream().anyMatch(field -> !field.flags().has(AccessFlag.STATIC));
        boolean canBeMade = model.methods().stream()
                .anyMatch(method -> method.methodName().equalsString("<init>")
                        && method.methodType().equalsString("()V"));
        boolean isCollection = model.superclass()
                .filter(parent -> COLLECTION.matcher(parent.asInternalName()).matches())
                .isPresent();
        boolean hasGetters = model.methods().stream().anyMatch(ScannedClass::isGetter);
        return (hasState || isCollection) && canBeMade || hasGetters;
    }

    private static boolean isGetter(MethodModel method) {
        String name = method.methodName().stringValue();
        return method.methodType().stringValue().startsWith("()")
                && !method.methodType().stringValue().endsWith(")V")
                && (name.matches("get[A-Z].*") || name.matches("is[A-Z].*"))
                && method.flags().has(AccessFlag.PUBLIC)
                && !method.flags().has(AccessFlag.STATIC);
    }

    /** Adds the annotations of an element to those found, and the classes that are named in them to the constants. */
    private static void annotations(AttributedElement element, Set<String> found, Set<String> constants) {
        element.findAttribute(Attributes.runtimeVisibleAnnotations())
                .ifPresent(attribute -> add(attribute.annotations(), found, constants));
        element.findAttribute(Attributes.runtimeVisibleParameterAnnotations())
                .ifPresent(attribute -> attribute.parameterAnnotations().forEach(list -> add(list, found, constants)));
    }

    private static void add(List<Annotation> annotations, Set<String> found, Set<String> constants) {
        for (Annotation annotation : annotations) {
            found.add(binary(annotation.classSymbol()));
            annotation.elements().forEach(element -> addConstants(element.value(), constants));
        }
    }

    private static void addConstants(AnnotationValue value, Set<String> constants) {
        switch (value) {
            case AnnotationValue.OfClass type
            when type.classSymbol().isClassOrInterface() -> constants.add(binary(type.classSymbol()));
            case AnnotationValue.OfArray array -> array.values().forEach(each -> addConstants(each, constants));
            case AnnotationValue.OfAnnotation nested ->
                nested.annotation().elements().forEach(element -> addConstants(element.value(), constants));
            default -> {}
        }
    }

    private static String binary(ClassDesc type) {
        String descriptor = type.descriptorString();
        return binary(descriptor.substring(1, descriptor.length() - 1));
    }

    private static String binary(String internal) {
        return internal.replace('/', '.');
    }
}
