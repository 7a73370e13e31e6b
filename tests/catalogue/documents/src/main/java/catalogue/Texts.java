package catalogue;

import com.opencsv.CSVReaderBuilder;
import com.opencsv.bean.CsvBindByName;
import com.opencsv.bean.CsvDate;
import com.opencsv.bean.CsvToBeanBuilder;
import com.opencsv.bean.StatefulBeanToCsvBuilder;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.LocalDate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.jsoup.Jsoup;
import org.jsoup.parser.Parser;
import org.jsoup.safety.Safelist;

/** HTML and CSV. */
final class Texts {
    private enum Column {
        NAME,
        SIZE
    }

    public static class Cup {
        @CsvBindByName(column = "name", required = true)
        private String name;

        @CsvBindByName(column = "size")
        private int size;

        @CsvBindByName(column = "made")
        @CsvDate("yyyy-MM-dd")
        private LocalDate made;

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }

        public LocalDate getMade() {
            return made;
        }

        public void setMade(LocalDate made) {
            this.made = made;
        }
    }

    static void jsoup() {
        var page = Jsoup.parse(
                "<title>Cups</title><ul><li class=big>mug<li><a href='tea?a=b&amp;c'>tea &eacute;</a></ul><p>end",
                "http://example.org/cups/");
        System.out.println(page.title() + " " + page.select("li.big, ul > li:eq(1)").eachText().size() + " " + page.selectFirst("a").absUrl("href"));
        page.select("li").last().append("<b>new</b>").attr("id", "x");
        page.outputSettings().prettyPrint(false).charset("US-ASCII");
        System.out.println(page.body().html());
        System.out.println(Jsoup.clean("<b onclick=x()>bold</b><script>no</script>", Safelist.basic()));
        System.out.println(Jsoup.parse("<a><b>1</b><b>2</b></a>", "", Parser.xmlParser()).selectXpath("//b[2]").text());
    }

    static void commons() throws Exception {
        var out = new StringWriter();
        try (var printer = new CSVPrinter(out, CSVFormat.EXCEL.builder().setHeader(Column.class).get())) {
            printer.printRecord("mug, \"big\"", 3);
            printer.printRecord("two\nlines", null);
        }
        System.out.println(out.toString().replace("\r\n", "|").replace("\n", "/"));
        try (var parser = CSVParser.parse(out.toString(), CSVFormat.EXCEL.builder().setHeader(Column.class).setSkipHeaderRecord(true).get())) {
            for (var record : parser) {
                System.out.println(record.getRecordNumber() + " " + record.get(Column.NAME).length() + " " + record.get("SIZE"));
            }
        }
        System.out.println(CSVFormat.TDF.parse(new StringReader("a\tb\n")).getRecords().getFirst().toList());
    }

    static void opencsv() throws Exception {
        var text = new StringReader("name,size,made\nmug,3,2026-01-02\n\"a \"\"b\"\"\",1,\n");
        var cups = new CsvToBeanBuilder<Cup>(text).withType(Cup.class).build().parse();
        for (var cup : cups) {
            System.out.println(cup.getName() + " " + cup.getSize() + " " + cup.getMade());
        }
        var out = new StringWriter();
        new StatefulBeanToCsvBuilder<Cup>(out).build().write(cups);
        System.out.print(out);
        try (var reader = new CSVReaderBuilder(new StringReader("skipped\na;b\n")).withSkipLines(1).build()) {
            System.out.println(String.join("+", reader.readNext()));
        }
        var wrong = new CsvToBeanBuilder<Cup>(new StringReader("name,size\nmug,many\n")).withType(Cup.class).withThrowExceptions(false).build();
        System.out.println(wrong.parse() + " " + wrong.getCapturedExceptions().getFirst().getMessage());
    }
}
