package catalogue;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Past;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.ISBN;
import org.hibernate.validator.constraints.Range;
import org.hibernate.validator.constraints.UniqueElements;

/** Constraints of all kinds of places: fields, getters, type arguments, parameters, records. */
final class Validated {
    interface Strict {}

    public static class Cup {
        @NotBlank
        @Size(min = 2, max = 10)
        private final String name;

        @Min(1)
        @Max(value = 9, groups = Strict.class, message = "at most {value}, not ${validatedValue > 99 ? 'far ' : ''}${validatedValue}")
        @Parity(Parity.Kind.ODD)
        private final int size;

        @DecimalMax("10.50")
        private final BigDecimal price;

        @Past
        private final LocalDate made;

        @UniqueElements
        private final List<@Pattern(regexp = "[a-z]+") String> colours;

        @Valid
        private final Map<@NotBlank String, @NotNull Owner> owners;

        Cup(String name, int size, String price, LocalDate made, List<String> colours, Map<String, Owner> owners) {
            this.name = name;
            this.size = size;
            this.price = new BigDecimal(price);
            this.made = made;
            this.colours = colours;
            this.owners = owners;
        }

        @AssertTrue(message = "is no pot")
        public boolean isCup() {
            return !"pot".equals(name);
        }

        public Optional<@ISBN String> getBook() {
            return Optional.of("978-3-16-148410-0");
        }

        @NotNull
        public String fill(@Range(min = 1, max = 3) int times, @NotBlank String drink) {
            return drink.repeat(times);
        }
    }

    public record Owner(@Email String address, @Parity(Parity.Kind.EVEN) Integer number) {}

    static void run() throws Exception {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            Validator validator = factory.getValidator();
            var good = new Cup("mug", 3, "10.50", LocalDate.of(2020, 1, 1), List.of("blue"), Map.of("a", new Owner("a@example.org", 2)));
            System.out.println(validator.validate(good, Default.class, Strict.class));
            var bad = new Cup("pot ".repeat(3), 100, "11", LocalDate.of(9999, 1, 1), List.of("A", "A"), Map.of(" ", new Owner("nobody", 1)));
            show(validator.validate(bad, Default.class, Strict.class));
            show(validator.validate(new Cup("pot", 2, "1", LocalDate.of(2020, 1, 1), List.of(), Map.of())));
            var method = Cup.class.getMethod("fill", int.class, String.class);
            show(validator.forExecutables().validateParameters(good, method, new Object[] {7, ""}));
            show(validator.forExecutables().validateReturnValue(good, method, null));
            show(validator.validateValue(Owner.class, "address", "@"));
            System.out.println(validator.getConstraintsForClass(Cup.class).getConstrainedProperties().size());
        }
    }

    private static <T> void show(Set<ConstraintViolation<T>> violations) {
        violations.stream().map(violation -> violation.getPropertyPath() + " " + violation.getMessage()).sorted().forEach(System.out::println);
        System.out.println(violations.size());
    }
}
