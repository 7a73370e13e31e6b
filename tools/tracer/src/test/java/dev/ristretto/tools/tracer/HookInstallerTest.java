package dev.ristretto.tools.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The hooks are for the JDK as it is: a method that is called otherwise in a new one is told by a test. */
class HookInstallerTest {

    @ParameterizedTest
    @EnumSource(TracedMethod.class)
    void everyMethodIsThereAndGetsItsHook(TracedMethod traced) throws Exception {
        Class<?> type = Class.forName(traced.className());
        String file = traced.className().substring(traced.className().lastIndexOf('.') + 1) + ".class";
        byte[] bytes;
        try (InputStream in = type.getResourceAsStream(file)) {
            bytes = in.readAllBytes();
        }
        ClassModel hooked = ClassFile.of().parse(HookInstaller.hookMethods(traced.className(), bytes));
        for (String name : traced.names()) {
            assertThat(hooked.methods())
                    .filteredOn(method -> method.methodName().equalsString(name))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(HookInstallerTest::callsTheObserver);
        }
        assertThat(hooked.methods())
                .filteredOn(method -> method.methodName().equalsString("toString"))
                .noneMatch(HookInstallerTest::callsTheObserver);
    }

    private static boolean callsTheObserver(MethodModel method) {
        for (CodeElement element : method.code().orElseThrow()) {
            if (element instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("dev/ristretto/tools/tracer/Observer")) {
                return true;
            }
        }
        return false;
    }
}
