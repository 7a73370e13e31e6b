package dev.ristretto.build.builder.messages;

import java.lang.classfile.Attributes;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.attribute.LocalVariableInfo;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says of an instruction what cannot be done by it when a value is null, and which value that is, in HotSpot's words.
 * Source: JEP 358.
 */
final class NullDescriber {
    /** How many fields and elements of arrays are named behind each other. */
    private static final int DEEPEST = 5;

    private static final Pattern WELL_KNOWN = Pattern.compile("(^|, )java\\.lang\\.(?=Object|String)");

    private final MethodModel method;
    private final List<LocalVariableInfo> variables;
    private final StackAnalysis analysis;

    private NullDescriber(MethodModel method, CodeAttribute code) {
        this.method = method;
        this.variables = code.findAttribute(Attributes.localVariableTable())
                .map(table -> table.localVariables())
                .orElse(List.of());
        this.analysis = new StackAnalysis(code);
    }

    /**
     * What exceptions at these bytecode indices say. Where none can be thrown by an instruction itself, there is no
     * text.
     */
    static Map<Integer, String> describe(MethodModel method, Set<Integer> indices) {
        Map<Integer, String> texts = new TreeMap<>();
        Optional<CodeAttribute> code = method.findAttribute(Attributes.code());
        if (code.isPresent()) {
            NullDescriber describer = new NullDescriber(method, code.get());
            describer.analysis.run(index -> {
                if (indices.contains(index) && !texts.containsKey(index)) {
                    describer.text(index).ifPresent(text -> texts.put(index, text));
                }
            });
        }
        return texts;
    }

    private Optional<String> text(int index) {
        Instruction instruction = analysis.instruction(index);
        int depth = nullDepth(instruction);
        if (depth < 0) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(action(instruction));
        if (append(text, index, depth, DEEPEST, false, " because \"")) {
            text.append("\" is null");
        }
        return Optional.of(text.toString());
    }

    /** How many entries of the stack are above the one that was null; negative if none can have been. */
    private static int nullDepth(Instruction instruction) {
        return switch (instruction) {
            case FieldInstruction field ->
                switch (field.opcode()) {
                    case GETFIELD -> 0;
                    case PUTFIELD -> TypeKind.from(field.typeSymbol()).slotSize();
                    default -> -1;
                };
            case OperatorInstruction operator ->
                switch (operator.opcode()) {
                    case ARRAYLENGTH -> 0;
                    default -> -1;
                };
            case ThrowInstruction _, MonitorInstruction _ -> 0;
            case ArrayLoadInstruction _ -> 1;
            case ArrayStoreInstruction store -> 1 + store.typeKind().slotSize();
            case InvokeInstruction call ->
                switch (call.opcode()) {
                    case INVOKESTATIC -> -1;
                    default ->
                        call.name().equalsString(ConstantDescs.INIT_NAME)
                                ? -1
                                : StackAnalysis.parameterSlots(call.typeSymbol());
                };
            default -> -1;
        };
    }

    private static String action(Instruction instruction) {
        return switch (instruction) {
            case FieldInstruction field ->
                switch (field.opcode()) {
                    case GETFIELD -> "Cannot read field \"" + field.name().stringValue() + "\"";
                    default -> "Cannot assign field \"" + field.name().stringValue() + "\"";
                };
            case OperatorInstruction _ -> "Cannot read the array length";
            case ThrowInstruction _ -> "Cannot throw exception";
            case MonitorInstruction monitor ->
                switch (monitor.opcode()) {
                    case MONITORENTER -> "Cannot enter synchronized block";
                    default -> "Cannot exit synchronized block";
                };
            case ArrayLoadInstruction load -> "Cannot load from " + kind(load.typeKind()) + " array";
            case ArrayStoreInstruction store -> "Cannot store to " + kind(store.typeKind()) + " array";
            case InvokeInstruction call -> "Cannot invoke \"" + name(call) + "\"";
            default -> throw new IllegalArgumentException("Nothing can be null for " + instruction);
        };
    }

    private static String kind(TypeKind kind) {
        return switch (kind) {
            case REFERENCE -> "object";
            case BYTE, BOOLEAN -> "byte/boolean";
            default -> kind.upperBound().displayName();
        };
    }

    /**
     * Appends an expression for a value on the stack.
     *
     * @param index the instruction before which it is there
     * @param depth how many entries are above it
     * @param details how many parts the expression may still have
     * @param inner whether it is part of an index of an array
     * @param prefix what comes before the expression, unless it is the value that a method has returned
     * @return whether there was something to say
     */
    private boolean append(StringBuilder text, int index, int depth, int details, boolean inner, String prefix) {
        OperandStack stack = details <= 0 ? null : analysis.before(index);
        if (stack == null || stack.source(depth) == OperandStack.UNKNOWN) {
            return false;
        }
        int source = stack.source(depth);
        Instruction instruction = analysis.instruction(source);
        if (details == DEEPEST && !(instruction instanceof InvokeInstruction)) {
            text.append(prefix);
        }
        switch (instruction) {
            case LoadInstruction load -> {
                if (load.typeKind() != TypeKind.INT && load.typeKind() != TypeKind.REFERENCE) {
                    return false;
                }
                appendVariable(text, source, load.slot(), !stack.isWritten(load.slot()));
            }
            case ConstantInstruction constant -> {
                return appendConstant(text, constant);
            }
            case ArrayLoadInstruction load -> {
                if (load.typeKind() != TypeKind.INT && load.typeKind() != TypeKind.REFERENCE) {
                    return false;
                }
                if (!append(text, source, 1, details - 1, inner, "")) {
                    text.append("<array>");
                }
                text.append('[');
                if (!append(text, source, 0, details, true, "")) {
                    text.append("...");
                }
                text.append(']');
            }
            case FieldInstruction field -> {
                switch (field.opcode()) {
                    case GETSTATIC ->
                        text.append(className(field.owner().asInternalName())).append('.');
                    default -> {
                        if (append(text, source, 0, details - 1, inner, "")) {
                            text.append('.');
                        }
                    }
                }
                text.append(field.name().stringValue());
            }
            case InvokeInstruction call -> {
                if (details == DEEPEST && !inner) {
                    text.append(" because the return value of \"");
                }
                text.append(name(call));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean appendConstant(StringBuilder text, ConstantInstruction constant) {
        switch (constant.opcode()) {
            case ACONST_NULL -> text.append("null");
            case ICONST_M1, ICONST_0, ICONST_1, ICONST_2, ICONST_3, ICONST_4, ICONST_5, BIPUSH ->
                text.append(constant.constantValue());
            // HotSpot takes it for a number without a sign.
            case SIPUSH -> text.append((int) constant.constantValue() & 0xffff);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void appendVariable(StringBuilder text, int index, int slot, boolean parameter) {
        for (LocalVariableInfo variable : variables) {
            if (variable.slot() == slot
                    && index >= variable.startPc()
                    && index < variable.startPc() + variable.length()) {
                text.append(variable.name().stringValue());
                return;
            }
        }
        boolean isStatic = method.flags().has(AccessFlag.STATIC);
        if (!isStatic && slot == 0 && parameter) {
            text.append("this");
            return;
        }
        int number = parameter ? parameterNumber(slot, isStatic ? 0 : 1) : 0;
        text.append(number == 0 ? "<local" + slot + ">" : "<parameter" + number + ">");
    }

    /** Counted from 1; 0 if the slot is no parameter's. */
    private int parameterNumber(int slot, int first) {
        int start = first;
        int number = 1;
        for (ClassDesc parameter : method.methodTypeSymbol().parameterArray()) {
            int slots = TypeKind.from(parameter).slotSize();
            if (slot >= start && slot < start + slots) {
                return number;
            }
            start += slots;
            number++;
        }
        return 0;
    }

    private static String name(InvokeInstruction call) {
        return className(call.owner().asInternalName()) + "." + call.name().stringValue() + "("
                + parameters(call.typeSymbol()) + ")";
    }

    private static String parameters(MethodTypeDesc type) {
        StringJoiner names = new StringJoiner(", ");
        for (ClassDesc parameter : type.parameterArray()) {
            ClassDesc element = parameter;
            String brackets = "";
            while (element.isArray()) {
                element = element.componentType();
                brackets += "[]";
            }
            String descriptor = element.descriptorString();
            names.add((element.isPrimitive()
                            ? element.displayName()
                            : descriptor.substring(1, descriptor.length() - 1).replace('/', '.'))
                    + brackets);
        }
        return WELL_KNOWN.matcher(names.toString()).replaceAll("$1");
    }

    private static String className(String internal) {
        String name = internal.replace('/', '.');
        return switch (name) {
            case "java.lang.Object" -> "Object";
            case "java.lang.String" -> "String";
            default -> name;
        };
    }
}
