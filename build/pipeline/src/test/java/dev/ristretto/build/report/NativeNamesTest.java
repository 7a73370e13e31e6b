package dev.ristretto.build.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeNamesTest {
    @Test
    void underscoresDotsAndSignaturesAreDecoded() {
        assertThat(NativeNames.decode("Java_java_io_Console_echo")).isEqualTo("java.io.Console.echo");
        assertThat(NativeNames.decode("Java_a_My_1Class_do_1it")).isEqualTo("a.My_Class.do_it");
        assertThat(NativeNames.decode("Java_a_B_c__I")).isEqualTo("a.B.c");
        assertThat(NativeNames.decode("Java_a_B_00024C_d")).isEqualTo("a.B$C.d");
        assertThat(NativeNames.decode("Java_a_B_read0")).isEqualTo("a.B.read0");
        assertThat(NativeNames.decode("getenv")).isEqualTo("getenv");
    }
}
