package dev.ristretto.kernel.personality.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandlesTest {
    @Test
    void numbersAreNotNullAndStandForTheirObjectsUntilRemoved() {
        Handles<String> handles = new Handles<>();
        long[] numbers = new long[100];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = handles.add("object " + i);
        }
        assertThat(numbers).doesNotContain(0).doesNotHaveDuplicates();
        for (int i = 0; i < numbers.length; i++) {
            assertThat(handles.get(numbers[i])).isEqualTo("object " + i);
        }
    }

    @Test
    void aRemovedNumberIsUsedAgain() {
        Handles<String> handles = new Handles<>();
        handles.add("a");
        long number = handles.add("b");
        handles.add("c");
        handles.remove(number);
        assertThat(handles.add("d")).isEqualTo(number);
        assertThat(handles.get(number)).isEqualTo("d");
    }
}
