package dev.ristretto.tools.tracer;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * The code in an observed method. At its beginning it keeps object and arguments, which the method may overwrite; where
 * the method returns, it hands result, object and arguments to {@link Observer#returned}.
 */
final class Hook implements CodeTransform {
    private static final ClassDesc OBSERVER = ClassDesc.of("dev.ristretto.tools.tracer.Observer");
    private static final MethodTypeDesc RETURNED = MethodTypeDesc.of(
            ConstantDescs.CD_void,
            ConstantDescs.CD_Object,
            ConstantDescs.CD_String,
            ConstantDescs.CD_String,
            ConstantDescs.CD_Object.arrayType());

    private final TracedMethod hook;
    private final MethodModel method;
    private final List<Integer> kept = new ArrayList<>();

    Hook(TracedMethod hook, MethodModel method) {
        this.hook = hook;
        this.method = method;
    }

    @Override
    public void atStart(CodeBuilder code) {
        if (!method.flags().has(AccessFlag.STATIC)) {
            keep(code, code.receiverSlot());
        }
        List<ClassDesc> parameters = method.methodTypeSymbol().parameterList();
        for (int i = 0; i < parameters.size(); i++) {
            if (!parameters.get(i).isPrimitive()) {
                keep(code, code.parameterSlot(i));
            }
        }
        if (hook == TracedMethod.HALT) {
            code.aconst_null();
            observe(code);
        }
    }

    private void keep(CodeBuilder code, int slot) {
        int copy = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(slot).astore(copy);
        kept.add(copy);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
        if (element instanceof ReturnInstruction end && hook != TracedMethod.HALT) {
            if (end.typeKind() == TypeKind.REFERENCE) {
                code.dup();
            } else {
                code.aconst_null();
            }
            observe(code);
        }
        code.with(element);
    }

    private void observe(CodeBuilder code) {
        code.loadConstant(hook.name()).loadConstant(method.methodName().stringValue());
        code.loadConstant(kept.size()).anewarray(ConstantDescs.CD_Object);
        for (int i = 0; i < kept.size(); i++) {
            code.dup().loadConstant(i).aload(kept.get(i)).aastore();
        }
        code.invokestatic(OBSERVER, "returned", RETURNED);
    }

    /** Hands the object on top of the stack, which stays there, to the observer. */
    static void observe(CodeBuilder code, TracedMethod hook, String name) {
        code.dup().loadConstant(hook.name()).loadConstant(name);
        code.loadConstant(0).anewarray(ConstantDescs.CD_Object);
        code.invokestatic(OBSERVER, "returned", RETURNED);
    }
}
