package catalogue;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GreetingController {
    private final Greetings greetings;

    GreetingController(Greetings greetings) {
        this.greetings = greetings;
    }

    record Greeting(String text, int length) {}

    record Order(String item, int count, List<String> notes) {}

    @GetMapping("/greet/{name}")
    Greeting greet(@PathVariable String name, @RequestParam(defaultValue = "1") int times) {
        String text = greetings.to(name).repeat(times);
        return new Greeting(text, text.length());
    }

    @PostMapping("/orders")
    Order order(@RequestBody Order order) {
        return new Order(order.item(), order.count() * 2, order.notes());
    }
}
