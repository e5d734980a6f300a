package dev.orrery.publish;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a check found, as the API and {@code orrery dag check --json} write it. */
record CheckJson(@Nullable String dagId, List<FindingJson> problems) {
    static CheckJson of(Check check) {
        return new CheckJson(check.dagId(), FindingJson.of(check.findings()));
    }
}
