package dev.ristretto.tools.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columnsAreAlignedAndLinesHaveNoTrailingSpaces() {
        assertThat(print(new Table("NAME", "SIZE").row("hello", "13 MiB").row("a-longer-name", "")))
                .isEqualTo("NAME           SIZE\nhello          13 MiB\na-longer-name\n");
    }

    @Test
    void blankHeadingsAreNotPrinted() {
        assertThat(print(new Table("", "").row("jdk", "25"))).isEqualTo("jdk  25\n");
    }

    @Test
    void aRowHasOneCellForEveryColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("A", "B").row("1"));
    }

    private static String print(Table table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
