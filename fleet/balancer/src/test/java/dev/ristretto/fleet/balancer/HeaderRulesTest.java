package dev.ristretto.fleet.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.balancer.HeaderRules.Client;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a replica is told, and by whom. */
class HeaderRulesTest {

    private static final Client NEAR = new Client("127.0.0.1", "127.0.0.1", true);
    private static final Client FAR = new Client("192.0.2.7", "192.0.2.1", false);

    private static HttpFields copy(Client client, String... fields) {
        HttpFields.Mutable from = HttpFields.build().add("Host", "shop.example:80");
        for (String field : fields) {
            from.add(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 1));
        }
        HttpFields.Mutable to = HttpFields.build();
        HeaderRules.copy(from, client, to);
        return to;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Forwarded",
                "Content-Length",
                "Authorization",
                "Cookie",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Real-IP",
                "X-Anything",
                "Content-Type"
            })
    void whatConnectionNamesIsNotTakenAway(String name) {
        HttpFields copied = copy(NEAR, name + ":1", "Connection: close, " + name);
        assertThat(copied.get(name)).isNotNull();
        assertThat(copied.contains("Connection")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authenticate",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Upgrade",
                "HTTP2-Settings",
                "Expect"
            })
    void whatIsOfTheConnectionStaysHereEvenIfItIsNotNamed(String name) {
        assertThat(copy(NEAR, name + ":x").contains(name)).isFalse();
        assertThat(copy(FAR, name.toLowerCase(Locale.ROOT) + ":x").contains(name))
                .isFalse();
    }

    @Test
    void whatAClientFromElsewhereSaysOfItselfIsReplaced() {
        HttpFields copied = copy(
                FAR,
                "X-Forwarded-For:6.6.6.6",
                "x-forwarded-host:evil",
                "X-Forwarded-Proto:https",
                "X-Forwarded-Port:1",
                "X-Forwarded-Prefix:/x",
                "X-Real-IP:6.6.6.6",
                "X-Client-IP:6.6.6.6",
                "Forwarded:for=6.6.6.6");
        assertThat(copied.getValuesList("X-Forwarded-For")).containsExactly("192.0.2.7");
        assertThat(copied.getValuesList("X-Forwarded-Host")).containsExactly("shop.example:80");
        assertThat(copied.getValuesList("X-Forwarded-Proto")).containsExactly("http");
        assertThat(copied.get("Forwarded"))
                .isEqualTo("by=\"192.0.2.1\";for=\"192.0.2.7\";host=\"shop.example:80\";proto=http");
        assertThat(copied.size()).isEqualTo(5);
    }

    @Test
    void whatAProxyOnThisComputerSaysIsKeptAndExtended() {
        HttpFields copied = copy(
                NEAR,
                "X-Forwarded-For:198.51.100.3",
                "X-Forwarded-For:198.51.100.4",
                "X-Forwarded-Proto:https",
                "X-Forwarded-Host:front.example",
                "X-Real-IP:198.51.100.3",
                "Forwarded:for=198.51.100.3;proto=https");
        assertThat(copied.get("X-Forwarded-For")).isEqualTo("198.51.100.3, 198.51.100.4, 127.0.0.1");
        assertThat(copied.get("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(copied.get("X-Forwarded-Host")).isEqualTo("front.example");
        assertThat(copied.get("X-Real-IP")).isEqualTo("198.51.100.3");
        assertThat(copied.get("Forwarded"))
                .startsWith("for=198.51.100.3;proto=https, by=\"127.0.0.1\";for=\"127.0.0.1\";");
    }

    @Test
    void whatWouldSwallowTheBalancersWordsIsLeftOut() {
        assertThat(copy(NEAR, "Forwarded:for=\"x").get("Forwarded")).startsWith("by=\"127.0.0.1\";");
        assertThat(copy(NEAR, "Forwarded:for=\"a\\\"").get("Forwarded")).startsWith("by=\"127.0.0.1\";");
        assertThat(copy(NEAR, "Forwarded:for=\"a\\\"\"").get("Forwarded")).startsWith("for=");
    }
}
