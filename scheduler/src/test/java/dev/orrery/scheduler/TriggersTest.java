package dev.orrery.scheduler;

import static dev.orrery.scheduler.Triggers.Verdict.RUN;
import static dev.orrery.scheduler.Triggers.Verdict.WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orrery.dag.TriggerRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class TriggersTest {
    /** States by their first letters: s success, f failed, u upstream_failed, k skipped, c cancelled, r running. */
    @ParameterizedTest
    @CsvSource({
        "all_success, ss, RUN",
        "all_success, sr, WAIT",
        "all_success, fr, UPSTREAM_FAILED",
        "all_success, sk, SKIP",
        "all_success, kf, UPSTREAM_FAILED",
        "all_success, sc, UPSTREAM_FAILED",
        "all_success, us, UPSTREAM_FAILED",
        "all_failed, ff, RUN",
        "all_failed, fu, RUN",
        "all_failed, fr, WAIT",
        "all_failed, sr, SKIP",
        "all_failed, fk, SKIP",
        "all_done, sf, RUN",
        "all_done, ku, RUN",
        "all_done, sr, WAIT",
        "one_success, sr, RUN",
        "one_success, fr, WAIT",
        "one_success, ff, UPSTREAM_FAILED",
        "one_success, kk, SKIP",
        "one_success, kf, UPSTREAM_FAILED",
        "one_failed, fr, RUN",
        "one_failed, ur, RUN",
        "one_failed, sr, WAIT",
        "one_failed, sk, SKIP",
        "one_done, sr, RUN",
        "one_done, fr, RUN",
        "one_done, kr, WAIT",
        "one_done, kk, SKIP",
        "one_done, uk, SKIP",
        "none_failed, sk, RUN",
        "none_failed, kk, RUN",
        "none_failed, sr, WAIT",
        "none_failed, fr, UPSTREAM_FAILED",
        "none_failed_min_one_success, sk, RUN",
        "none_failed_min_one_success, kk, SKIP",
        "none_failed_min_one_success, kr, WAIT",
        "none_failed_min_one_success, fr, UPSTREAM_FAILED",
        "none_skipped, sf, RUN",
        "none_skipped, ur, WAIT",
        "none_skipped, kr, SKIP",
        "all_skipped, kk, RUN",
        "all_skipped, kr, WAIT",
        "all_skipped, kf, SKIP",
        "all_done_min_one_success, sr, WAIT",
        "all_done_min_one_success, sf, RUN",
        "all_done_min_one_success, ff, UPSTREAM_FAILED",
        "all_done_min_one_success, kk, SKIP",
        "always, rr, RUN",
        "always, f, RUN"
    })
    void aRuleJudgesAsAirflowDoes(String rule, String before, Triggers.Verdict verdict) {
        assertEquals(
                verdict,
                Triggers.judge(TriggerRule.valueOf(rule.toUpperCase(Locale.ROOT)), states(before)),
                rule + " of " + before);
    }

    @ParameterizedTest
    @EnumSource
    void aTaskWithNothingBeforeItRunsAtOnce(TriggerRule rule) {
        assertEquals(RUN, Triggers.judge(rule, List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void noRuleWaitsWhenAllHasEnded(TriggerRule rule) {
        for (String before : List.of("s", "f", "u", "k", "c", "sf", "sk", "fk", "uk", "cs", "sfukc")) {
            assertEquals(false, Triggers.judge(rule, states(before)) == WAIT, rule + " of " + before);
        }
    }

    private static List<TaskState> states(String letters) {
        return Arrays.stream(letters.split(""))
                .map(letter -> switch (letter) {
                    case "s" -> TaskState.SUCCESS;
                    case "f" -> TaskState.FAILED;
                    case "u" -> TaskState.UPSTREAM_FAILED;
                    case "k" -> TaskState.SKIPPED;
                    case "c" -> TaskState.CANCELLED;
                    case "r" -> TaskState.RUNNING;
                    default -> throw new IllegalArgumentException(letter);
                })
                .toList();
    }
}
