package catalogue;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

@Service
class Greetings {
    private final String word;

    Greetings(@Value("${greeting.word}") String word) {
        this.word = word;
    }

    String to(String name) {
        return word + ", " + name + "! ";
    }
}
