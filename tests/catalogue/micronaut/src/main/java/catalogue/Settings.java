package catalogue;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.util.List;

@ConfigurationProperties("cups")
public interface Settings {
    int getSize();

    List<String> getColours();
}
