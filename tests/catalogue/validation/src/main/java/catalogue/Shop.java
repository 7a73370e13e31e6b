package catalogue;

import java.time.LocalDate;
import java.util.List;
import lombok.AllArgsConstructor;
import lombok.Builder;
import lombok.Data;
import lombok.EqualsAndHashCode;
import lombok.NoArgsConstructor;
import lombok.NonNull;
import lombok.Singular;
import lombok.Value;
import lombok.With;

/** Beans as Lombok writes them. */
public final class Shop {
    @Data
    @NoArgsConstructor
    @AllArgsConstructor
    public static class Order {
        private int id;
        private Customer customer = new Customer();
        private List<Line> lines = List.of();
        private LocalDate day;
    }

    @Data
    @NoArgsConstructor
    @AllArgsConstructor
    public static class Customer {
        private String name;
        private String city;
    }

    @Data
    @NoArgsConstructor
    @AllArgsConstructor
    public static class Line {
        private String item;
        private int count;
    }

    /** The same, flat. */
    @Data
    @NoArgsConstructor
    public static class Summary {
        private String number;
        private String customerName;
        private String customerCity;
        private List<String> items;
        private String day;
        private int total;
    }

    @Value
    @Builder(toBuilder = true)
    public static class Cup {
        @NonNull
        String name;

        @With
        @Builder.Default
        int size = 3;

        @Singular
        List<String> colours;

        @EqualsAndHashCode.Exclude
        String note;
    }

    private Shop() {}
}
