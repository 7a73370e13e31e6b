package catalogue;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.EncodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.MultiFormatWriter;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.FillPatternType;
import org.apache.poi.ss.usermodel.IndexedColors;
import org.apache.poi.ss.usermodel.WorkbookFactory;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** What is printed: codes of bars and squares, PDF, sheets. */
final class Papers {
    static void codes() throws Exception {
        for (var format : new BarcodeFormat[] {BarcodeFormat.QR_CODE, BarcodeFormat.CODE_128, BarcodeFormat.DATA_MATRIX}) {
            var bits = new MultiFormatWriter().encode("cup 7", format, 200, 100, Map.of(EncodeHintType.MARGIN, 10));
            int[] pixels = new int[bits.getWidth() * bits.getHeight()];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = bits.get(i % bits.getWidth(), i / bits.getWidth()) ? 0 : 0xffffff;
            }
            var bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(bits.getWidth(), bits.getHeight(), pixels)));
            var read = new MultiFormatReader().decode(bitmap);
            System.out.println(read.getBarcodeFormat() + " " + read.getText());
        }
    }

    static void pdf() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var document = new PDDocument()) {
            for (int i = 0; i < 2; i++) {
                var page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (var content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                    content.newLineAtOffset(100, 700);
                    content.showText("Cups on page " + (i + 1));
                    content.endText();
                    content.addRect(100, 600, 50, 50);
                    content.stroke();
                }
            }
            document.getDocumentInformation().setTitle("Cups");
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(out);
        }
        try (var document = Loader.loadPDF(out.toByteArray(), "user")) {
            var stripper = new PDFTextStripper();
            stripper.setLineSeparator("\n");
            System.out.println(document.getNumberOfPages() + " " + document.getDocumentInformation().getTitle() + " " + document.isEncrypted());
            System.out.print(stripper.getText(document));
        }
        try {
            Loader.loadPDF(out.toByteArray(), "wrong").close();
        } catch (InvalidPasswordException e) {
            System.out.println("refused");
        }
    }

    static void sheets() throws Exception {
        var out = new ByteArrayOutputStream();
        try (var book = new XSSFWorkbook()) {
            var sheet = book.createSheet("cups");
            var style = book.createCellStyle();
            style.setDataFormat(book.createDataFormat().getFormat("yyyy-mm-dd"));
            style.setFillForegroundColor(IndexedColors.AQUA.getIndex());
            style.setFillPattern(FillPatternType.SOLID_FOREGROUND);
            var font = book.createFont();
            font.setBold(true);
            style.setFont(font);
            for (int i = 0; i < 3; i++) {
                var row = sheet.createRow(i);
                row.createCell(0).setCellValue("cup " + i);
                row.createCell(1).setCellValue(1.5 * i);
                var day = row.createCell(2);
                day.setCellValue(LocalDate.of(2026, 1, 1 + i));
                day.setCellStyle(style);
            }
            sheet.createRow(3).createCell(1).setCellFormula("SUM(B1:B3)*2");
            sheet.addMergedRegion(CellRangeAddress.valueOf("A5:C5"));
            book.getCreationHelper().createFormulaEvaluator().evaluateAll();
            book.write(out);
        }
        try (var book = WorkbookFactory.create(new ByteArrayInputStream(out.toByteArray()))) {
            var formatter = new DataFormatter();
            var sheet = book.getSheetAt(0);
            for (var row : sheet) {
                for (var cell : row) {
                    String value = cell.getCellType() == CellType.FORMULA
                            ? cell.getCellFormula() + "=" + cell.getNumericCellValue()
                            : formatter.formatCellValue(cell);
                    System.out.print(cell.getAddress() + " " + value + " ");
                }
                System.out.println();
            }
            System.out.println(sheet.getSheetName() + " " + sheet.getMergedRegion(0).formatAsString() + " "
                    + book.getFontAt(sheet.getRow(0).getCell(2).getCellStyle().getFontIndex()).getBold());
        }
    }
}
