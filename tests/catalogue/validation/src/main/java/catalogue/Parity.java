package catalogue;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A constraint of our own. */
@Constraint(validatedBy = Parity.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.TYPE_USE, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface Parity {
    enum Kind {
        EVEN,
        ODD
    }

    Kind value();

    String message() default "{cup.parity}";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class Validator implements ConstraintValidator<Parity, Integer> {
        private Kind kind = Kind.EVEN;

        @Override
        public void initialize(Parity parity) {
            kind = parity.value();
        }

        @Override
        public boolean isValid(Integer number, ConstraintValidatorContext context) {
            return number == null || number % 2 == kind.ordinal();
        }
    }
}
