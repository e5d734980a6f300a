package dev.orrery.hub;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;

/** The few pages that a browser sees where the platform's own page cannot be shown. */
final class HubPages {
    private static final HeaderName POLICY = HeaderNames.create("Content-Security-Policy");

    private HubPages() {}

    static void send(ServerResponse response, int status, String title, String text) {
        response.status(Status.create(status))
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
                .send(page(title, text, "").getBytes(StandardCharsets.UTF_8));
    }

    /** The page for a server on its way: it asks again by itself. */
    static String notReady(String text) {
        return page("Your server is not ready", text, "<meta http-equiv=\"refresh\" content=\"3\">");
    }

    /** A page that asks before something is done; yes is a POST to the same address. */
    static void confirm(ServerResponse response, String address, String title, String text) {
        String form = "<form method=\"post\" action=\"" + escape(address)
                + "\"><button style=\"font:inherit;padding:.4rem 1rem\">Open</button></form>";
        response.status(Status.OK_200)
                .header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(POLICY, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
                .send(page(title, text, "")
                        .replace("</p><p><a", "</p>" + form + "<p><a")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String page(String title, String text, String head) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%s</title>%s
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;\
                color:#1f2933;background:#fff}a{color:#0b5cad}@media(prefers-color-scheme:dark){body{color:#e4e7eb;\
                background:#12181f}a{color:#7cb8f5}}</style></head>
                <body><h1>%s</h1><p>%s</p><p><a href="/">Back to the start page</a></p></body></html>
                """.formatted(escape(title), head, escape(title), escape(text));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
