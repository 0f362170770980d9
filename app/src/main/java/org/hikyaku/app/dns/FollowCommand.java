package org.hikyaku.app.dns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.convergence.Follower;
import org.hikyaku.convergence.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hikyaku dns follow}. */
@Command(
        name = "follow",
        mixinStandardHelpOptions = true,
        description =
                "Goes on following what the last apply or undo has published, until every server of"
                        + " the zone answers with it.",
        footer = {
            "",
            "Exit status: 0 everywhere, 1 not yet, 2 could not run or nothing to follow.",
            "",
            "Example: hikyaku dns follow example.com --wait 30m"
        })
final class FollowCommand implements Callable<Integer> {

    @Mixin private CommonOptions common = new CommonOptions();

    @Mixin private DomainOptions options = new DomainOptions();

    @Mixin private WaitOption wait = new WaitOption();

    @Option(
            names = "--usable",
            description = "Until no cache can hold what was there before, which may take a day.")
    private boolean usable;

    @Override
    public Integer call() {
        DnsSession session = options.begin(common);
        Following following = new Following(session);
        Progress kept =
                following
                        .kept()
                        .filter(progress -> !progress.entries().isEmpty())
                        .orElseThrow(
                                () -> session.failure("follow.none", session.domain().unicode()));
        Follower.Goal goal = usable ? Follower.Goal.USABLE : Follower.Goal.EVERYWHERE;
        boolean reached = following.follow(kept, goal, wait.limit());
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("changes", kept.entries().size());
        data.put(usable ? "usable" : "everywhere", reached);
        common.output().json(data);
        return reached ? DnsCommand.NOTHING_TO_DO : DnsCommand.OPEN;
    }
}
