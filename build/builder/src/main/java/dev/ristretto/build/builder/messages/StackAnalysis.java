package dev.ristretto.build.builder.messages;

import static java.lang.classfile.Opcode.ARRAYLENGTH;
import static java.lang.classfile.Opcode.GOTO;
import static java.lang.classfile.Opcode.GOTO_W;

import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.DiscontinuedInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Follows a method's instructions in the order of their bytecode indices, again and again until each one that can be
 * reached has a stack, and knows then for each what is on the operand stack before it. What jumps back adds is known
 * only behind it, as on HotSpot, so that both say the same.
 */
final class StackAnalysis {
    private final CodeAttribute code;
    private final TreeMap<Integer, Instruction> instructions = new TreeMap<>();
    private final Map<Integer, OperandStack> stacks = new HashMap<>();
    private boolean added = true;

    StackAnalysis(CodeAttribute code) {
        this.code = code;
        int index = 0;
        for (CodeElement element : code) {
            if (element instanceof Instruction instruction) {
                instructions.put(index, instruction);
                index += instruction.sizeInBytes();
            }
        }
        stacks.put(0, new OperandStack());
        for (ExceptionCatch handler : code.exceptionHandlers()) {
            int start = code.labelToBci(handler.handler());
            stacks.computeIfAbsent(start, key -> {
                OperandStack stack = new OperandStack();
                stack.push(key, 1);
                return stack;
            });
        }
    }

    /** The instruction at a bytecode index. */
    Instruction instruction(int index) {
        Instruction instruction = instructions.get(index);
        if (instruction == null) {
            throw new IllegalArgumentException("No instruction starts at " + index);
        }
        return instruction;
    }

    /** What is on the stack before the instruction at that index, as far as it is known at this moment. */
    OperandStack before(int index) {
        return stacks.get(index);
    }

    /** @param reached is told of each instruction when it is known, once at least, what is on the stack before it */
    void run(IntConsumer reached) {
        boolean complete = false;
        while (!complete && added) {
            complete = true;
            added = false;
            for (Map.Entry<Integer, Instruction> entry : instructions.entrySet()) {
                OperandStack stack = stacks.get(entry.getKey());
                if (stack == null) {
                    complete = false;
                } else {
                    reached.accept(entry.getKey());
                    step(entry.getKey(), entry.getValue(), stack.copy());
                }
            }
        }
    }

    private void step(int index, Instruction instruction, OperandStack stack) {
        List<Label> targets = new ArrayList<>();
        boolean falls = true;
        switch (instruction) {
            case NopInstruction _, IncrementInstruction _ -> {}
            case ConstantInstruction constant ->
                stack.push(index, constant.typeKind().slotSize());
            case LoadInstruction load -> stack.push(index, load.typeKind().slotSize());
            case NewObjectInstruction _ -> stack.push(index, 1);
            case ArrayLoadInstruction load ->
                replace(stack, 2, index, load.typeKind().slotSize());
            case StoreInstruction store -> {
                stack.write(store.slot());
                stack.pop(store.typeKind().slotSize());
            }
            case ArrayStoreInstruction store -> stack.pop(2 + store.typeKind().slotSize());
            case StackInstruction move -> move(stack, move.opcode());
            case OperatorInstruction operator -> operate(stack, index, operator.opcode());
            case ConvertInstruction conversion ->
                replace(
                        stack,
                        conversion.fromType().slotSize(),
                        index,
                        conversion.toType().slotSize());
            case BranchInstruction branch -> {
                stack.pop(operands(branch.opcode()));
                targets.add(branch.target());
                falls = branch.opcode() != GOTO && branch.opcode() != GOTO_W;
            }
            case TableSwitchInstruction table -> {
                stack.pop(1);
                addTargets(targets, table.defaultTarget(), table.cases());
            }
            case LookupSwitchInstruction lookup -> {
                stack.pop(1);
                addTargets(targets, lookup.defaultTarget(), lookup.cases());
            }
            case ReturnInstruction _, ThrowInstruction _ -> falls = false;
            case DiscontinuedInstruction.JsrInstruction jump -> {
                stack.push(index, 1);
                targets.add(jump.target());
                falls = false;
            }
            case DiscontinuedInstruction.RetInstruction _ -> falls = false;
            case FieldInstruction field -> access(stack, index, field);
            case InvokeInstruction call -> {
                stack.pop(call.opcode() == Opcode.INVOKESTATIC ? 0 : 1);
                replace(stack, parameterSlots(call.typeSymbol()), index, resultSlots(call.typeSymbol()));
            }
            case InvokeDynamicInstruction call ->
                replace(stack, parameterSlots(call.typeSymbol()), index, resultSlots(call.typeSymbol()));
            case NewPrimitiveArrayInstruction _, NewReferenceArrayInstruction _ -> replace(stack, 1, index, 1);
            case NewMultiArrayInstruction array -> replace(stack, array.dimensions(), index, 1);
            case MonitorInstruction _ -> stack.pop(1);
            case TypeCheckInstruction check -> {
                // A value that was cast is still the one that it was made as.
                if (check.opcode() == Opcode.INSTANCEOF) {
                    replace(stack, 1, index, 1);
                }
            }
            default -> throw new IllegalArgumentException("Unknown instruction " + instruction);
        }
        if (falls) {
            reach(index + instruction.sizeInBytes(), stack);
        }
        for (Label target : targets) {
            reach(code.labelToBci(target), stack);
        }
    }

    private static void addTargets(List<Label> targets, Label defaultTarget, List<SwitchCase> cases) {
        targets.add(defaultTarget);
        cases.forEach(one -> targets.add(one.target()));
    }

    /** What is merged goes on to the other targets of the same instruction, too, as on HotSpot. */
    private void reach(int index, OperandStack stack) {
        OperandStack known = stacks.get(index);
        if (known == null) {
            added = true;
        } else {
            stack.merge(known);
        }
        stacks.put(index, stack.copy());
    }

    private static void replace(OperandStack stack, int popped, int source, int pushed) {
        stack.pop(popped);
        stack.push(source, pushed);
    }

    private static void access(OperandStack stack, int index, FieldInstruction field) {
        int slots = TypeKind.from(field.typeSymbol()).slotSize();
        switch (field.opcode()) {
            case GETSTATIC -> stack.push(index, slots);
            case GETFIELD -> replace(stack, 1, index, slots);
            case PUTSTATIC -> stack.pop(slots);
            default -> stack.pop(slots + 1);
        }
    }

    private static void move(OperandStack stack, Opcode opcode) {
        switch (opcode) {
            case POP -> stack.pop(1);
            case POP2 -> stack.pop(2);
            case DUP -> stack.duplicate(1, 0);
            case DUP_X1 -> stack.duplicate(1, 1);
            case DUP_X2 -> stack.duplicate(1, 2);
            case DUP2 -> stack.duplicate(2, 0);
            case DUP2_X1 -> stack.duplicate(2, 1);
            case DUP2_X2 -> stack.duplicate(2, 2);
            default -> stack.swap();
        }
    }

    private static void operate(OperandStack stack, int index, Opcode opcode) {
        if (opcode == ARRAYLENGTH) {
            replace(stack, 1, index, 1);
            return;
        }
        String name = opcode.name();
        int slots = name.startsWith("L") || name.startsWith("D") ? 2 : 1;
        if (name.contains("CMP")) {
            replace(stack, 2 * slots, index, 1);
        } else if (name.endsWith("NEG")) {
            replace(stack, slots, index, slots);
        } else if (name.contains("SH")) {
            replace(stack, slots + 1, index, slots);
        } else {
            replace(stack, 2 * slots, index, slots);
        }
    }

    private static int operands(Opcode opcode) {
        return switch (opcode) {
            case GOTO, GOTO_W -> 0;
            case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE, IFNULL, IFNONNULL -> 1;
            default -> 2;
        };
    }

    /** How many entries a call's arguments take, the receiver left out. */
    static int parameterSlots(MethodTypeDesc type) {
        int slots = 0;
        for (ClassDesc parameter : type.parameterArray()) {
            slots += TypeKind.from(parameter).slotSize();
        }
        return slots;
    }

    private static int resultSlots(MethodTypeDesc type) {
        return TypeKind.from(type.returnType()).slotSize();
    }
}
