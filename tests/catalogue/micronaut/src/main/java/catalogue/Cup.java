package catalogue;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.LocalDate;
import java.util.List;

@Serdeable
public record Cup(@NotBlank String name, @Min(1) int size, List<String> colours, LocalDate made) {}
