package org.hikyaku.app.dns;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.app.dns.Colours.Colour;
import org.hikyaku.convergence.Behind;
import org.hikyaku.convergence.ChangeState;
import org.hikyaku.convergence.Progress;

/** Tells how far changes have come. */
record FollowReport(Lines lines) {

    void tell(Progress progress) {
        Set<String> told = new LinkedHashSet<>();
        for (Progress.Entry entry : progress.entries()) {
            told.add(
                    entry.followed().change().name()
                            + " "
                            + entry.followed().change().type()
                            + ": "
                            + state(entry.state()));
        }
        told.forEach(line -> lines.say("  ", line));
        progress.entries().stream()
                .flatMap(entry -> entry.state().behind().stream())
                .distinct()
                .forEach(this::behind);
    }

    private void behind(Behind behind) {
        String reason = lines.text("behind." + behind.reason().name());
        String detail = behind.detail().isEmpty() ? "" : " (" + behind.detail() + ")";
        lines.say("    ", lines.text("behind", behind.who(), reason + detail), Colour.CHANGE);
    }

    private String state(ChangeState state) {
        return switch (state) {
            case ChangeState.Written _ -> lines.text("state.written");
            case ChangeState.SerialRaised(long serial, var _) ->
                    lines.text("state.serial", Long.toString(serial));
            case ChangeState.PrimaryAnswers(var _, long serial, var _) ->
                    lines.text("state.primary", Long.toString(serial));
            case ChangeState.ServersAnswer(var _, Instant until, var _) ->
                    lines.text("state.servers", until.truncatedTo(ChronoUnit.SECONDS));
            case ChangeState.Usable _ -> lines.text("state.usable");
        };
    }

    /** When the last cache forgets what was there before. */
    void until(Progress progress) {
        Optional<Instant> last =
                progress.entries().stream()
                        .map(Progress.Entry::state)
                        .filter(ChangeState.ServersAnswer.class::isInstance)
                        .map(state -> ((ChangeState.ServersAnswer) state).until())
                        .max(Instant::compareTo);
        last.ifPresent(
                until ->
                        lines.say(
                                "",
                                lines.text("follow.until", until.truncatedTo(ChronoUnit.SECONDS))));
    }
}
