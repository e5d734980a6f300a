package dev.orrery.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteNamesTest {
    @ParameterizedTest
    @CsvSource({
        "https://u:p@h/x?a=1, https://h/x?a=1",
        "https://h/x@y, https://h/x@y",
        "https://h/x?v=1&X-Amz-Signature=ab&X-Amz-Security-Token=cd#f, https://h/x?v=1&X-Amz-Signature=...&X-Amz-Security-Token=...#f",
        "s3://b/k, s3://b/k",
        "a@b.ipynb, a@b.ipynb"
    })
    void anAddressIsShownWithoutWhatIsSecret(String url, String shown) {
        assertEquals(shown, ShownUrl.of(url));
    }

    @Test
    void aPageOnGitHubStandsForItsFile() {
        GitHub.Link link = GitHub.link("https://github.com/o/r/blob/v1/a/b.ipynb?plain=1", Map.of(GitHub.TOKEN, "t"));
        assertEquals("https://raw.githubusercontent.com/o/r/v1/a/b.ipynb", link.url());
        assertEquals("Bearer t", link.authorization());
        GitHub.Link other = GitHub.link("https://example.org/o/r/blob/v1/b.ipynb", Map.of(GitHub.TOKEN, "t"));
        assertEquals("https://example.org/o/r/blob/v1/b.ipynb", other.url());
        assertNull(other.authorization());
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.org/x, example.org, false",
        "https://a.example.org/x, .example.org, false",
        "https://a.example.org/x, *.example.org, false",
        "https://example.org:8443/x, example.org:8443, false",
        "https://example.org:8443/x, example.org:443, true",
        "https://notexample.org/x, example.org, true",
        "https://a/x, *, false",
        "http://a/x, '', false"
    })
    void theVariablesSayWhichAddressesGoThroughTheProxy(String url, String exceptions, boolean proxied) {
        Proxy proxy = ProxyVariables.proxy(
                URI.create(url), Map.of("HTTPS_PROXY", "proxy.example.org:3128", "no_proxy", exceptions));
        assertEquals(proxied, !proxy.equals(Proxy.NO_PROXY));
        if (proxied) {
            assertEquals(3128, ((InetSocketAddress) proxy.address()).getPort());
        }
    }
}
