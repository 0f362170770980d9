package org.hikyaku.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hikyaku.machine.CommandRun;

/**
 * Programs that are run around renewals, as certbot does: before the first and after the last of a
 * pass, and for each certificate that was laid down.
 *
 * @param before program and arguments; empty: none. Fails: nothing is renewed
 * @param deploy for each certificate, with {@code RENEWED_LINEAGE} and {@code RENEWED_DOMAINS}
 * @param after once; empty: none
 * @param reloads services whose own command makes them read the files anew
 */
public record CertHooks(
        List<String> before, List<String> deploy, List<String> after, List<Reload> reloads) {

    /** A service beside us that reads its certificate when it is told to. */
    public enum Reload {
        POSTFIX,
        DOVECOT,
        NGINX;

        /** Program and arguments. */
        public List<String> command() {
            return switch (this) {
                case POSTFIX -> List.of("postfix", "reload");
                case DOVECOT -> List.of("doveadm", "reload");
                case NGINX -> List.of("nginx", "-s", "reload");
            };
        }
    }

    /** A hook that restarts a large service takes half a minute. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** None at all. */
    public static final CertHooks NONE = new CertHooks(List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public CertHooks {
        before = List.copyOf(before);
        deploy = List.copyOf(deploy);
        after = List.copyOf(after);
        reloads = List.copyOf(reloads);
    }

    /** A certificate that was laid down. */
    record Laid(Path live, List<String> names) {}

    /** What went wrong; empty: nothing. */
    String runBefore() {
        return run("pre-hook", before, Map.of());
    }

    /** What went wrong; empty: nothing. */
    String runDeploy(Laid laid) {
        return run(
                "deploy-hook",
                deploy,
                Map.of(
                        "RENEWED_LINEAGE",
                        laid.live().toAbsolutePath().toString(),
                        "RENEWED_DOMAINS",
                        String.join(" ", laid.names())));
    }

    /** What went wrong; empty: nothing. All are run, whatever happens to one. */
    String runReloads() {
        List<String> wrong = new ArrayList<>();
        reloads.forEach(one -> wrong.add(run("reload", one.command(), Map.of())));
        return joined(wrong);
    }

    /** What went wrong; empty: nothing. */
    String runAfter(List<Laid> renewed, List<Laid> failed) {
        return run(
                "post-hook",
                after,
                Map.of("RENEWED_DOMAINS", names(renewed), "FAILED_DOMAINS", names(failed)));
    }

    private static String names(List<Laid> all) {
        return all.stream().flatMap(l -> l.names().stream()).collect(Collectors.joining(" "));
    }

    static String joined(List<String> problems) {
        return problems.stream().filter(p -> !p.isEmpty()).collect(Collectors.joining("; "));
    }

    private static String run(String what, List<String> command, Map<String, String> variables) {
        if (command.isEmpty()) {
            return "";
        }
        String shown = what + " " + String.join(" ", command);
        try {
            CommandRun run = CommandRun.of(command, new byte[0], LIMIT, variables);
            return run.status() == 0
                    ? ""
                    : shown + " ended with " + run.status() + ": " + run.said();
        } catch (IOException e) {
            return shown + " cannot be run: " + e.getMessage();
        }
    }
}
