package dev.orrery.runner;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of files on GitHub: {@code https://github.com/OWNER/REPOSITORY/blob/REF/PATH} shows what raw.githubusercontent.com gives. */
final class GitHub {
    /** Papermill's name for the variable with a token, for repositories that are not public. */
    static final String TOKEN = "GITHUB_ACCESS_TOKEN";

    private static final String PAGE = "https://github.com/";
    private static final String RAW = "https://raw.githubusercontent.com/";

    private GitHub() {}

    /** @param authorization the header's value that goes with it, or null */
    record Link(String url, @Nullable String authorization) {}

    static boolean isGitHub(String url) {
        return url.startsWith(PAGE);
    }

    /** Where to get what an address means; any other address is itself. */
    static Link link(String url, Map<String, String> environment) {
        if (!isGitHub(url)) {
            return new Link(url, null);
        }
        String[] parts = url.substring(PAGE.length()).split("/", 4);
        if (parts.length < 4 || !(parts[2].equals("blob") || parts[2].equals("raw"))) {
            return new Link(url, null);
        }
        String token = environment.get(TOKEN);
        String path = parts[3].replaceFirst("[?#].*$", "");
        return new Link(
                RAW + parts[0] + "/" + parts[1] + "/" + path,
                token == null || token.isBlank() ? null : "Bearer " + token.strip());
    }
}
