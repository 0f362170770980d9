package org.hikyaku.neighbours.setup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.neighbours.renewal.Crontab;
import org.hikyaku.neighbours.renewal.IniFile;
import org.hikyaku.neighbours.text.Damage;
import org.hikyaku.neighbours.text.FileTree;
import org.hikyaku.neighbours.text.HostFile;
import org.hikyaku.neighbours.text.Place;

/** What certbot renews, what starts it and what it runs. */
final class RenewalReader {

    private static final String FOLDER = "/etc/letsencrypt/renewal";
    private static final String PARAMETERS = "renewalparams";
    private static final Pattern RENEWS =
            Pattern.compile("(certbot|certbot-auto|letsencrypt|acme\\.sh|dehydrated|lego)\\b");
    private static final Pattern HOOK =
            Pattern.compile(
                    "--(pre|post|deploy|renew)-hook[= ]\\s*(?:\"([^\"]*)\"|'([^']*)'|(\\S+))");
    private static final List<String> TIMER_FOLDERS =
            List.of(
                    "/etc/systemd/system/timers.target.wants",
                    "/lib/systemd/system/timers.target.wants");

    private final FileTree tree;
    private final List<Damage> damages;

    RenewalReader(FileTree tree, List<Damage> damages) {
        this.tree = tree;
        this.damages = damages;
    }

    List<Lineage> lineages() {
        List<Lineage> found = new ArrayList<>();
        for (String name : tree.names(FOLDER)) {
            String path = FOLDER + "/" + name;
            Optional<HostFile> file = name.endsWith(".conf") ? tree.file(path) : Optional.empty();
            file.ifPresent(f -> found.add(lineage(name, IniFile.read(f.text()))));
        }
        return found;
    }

    private Lineage lineage(String fileName, IniFile file) {
        damages.addAll(file.damages());
        Map<String, IniFile.Entry> webroots = new LinkedHashMap<>();
        file.entries(PARAMETERS + "/webroot_map").forEach(e -> webroots.put(e.name(), e));
        List<Hook> hooks = new ArrayList<>();
        hook(file, PARAMETERS, "pre_hook", Hook.When.PRE).ifPresent(hooks::add);
        hook(file, PARAMETERS, "post_hook", Hook.When.POST).ifPresent(hooks::add);
        hook(file, PARAMETERS, "renew_hook", Hook.When.DEPLOY).ifPresent(hooks::add);
        hook(file, PARAMETERS, "deploy_hook", Hook.When.DEPLOY).ifPresent(hooks::add);
        return new Lineage(
                fileName.substring(0, fileName.length() - ".conf".length()),
                file,
                file.value(PARAMETERS, "authenticator").orElse(""),
                webroots,
                hooks);
    }

    private static Optional<Hook> hook(IniFile file, String section, String name, Hook.When when) {
        return file.entry(section, name)
                .filter(e -> !e.value().isEmpty() && !e.value().equals("None"))
                .map(e -> new Hook(when, e.value(), e.at()));
    }

    /** The files of {@code renewal-hooks}, and what {@code cli.ini} says. */
    List<Hook> folderHooks() {
        List<Hook> found = new ArrayList<>();
        for (Hook.When when : Hook.When.values()) {
            String folder =
                    "/etc/letsencrypt/renewal-hooks/"
                            + switch (when) {
                                case PRE -> "pre";
                                case POST -> "post";
                                case DEPLOY -> "deploy";
                            };
            for (String name : tree.names(folder)) {
                Place at = new Place(folder + "/" + name, 1);
                tree.file(at.path())
                        .map(HostFile::text)
                        .ifPresent(t -> found.add(new Hook(when, t.shown(0, t.length()), at)));
            }
        }
        Optional<IniFile> all =
                tree.file("/etc/letsencrypt/cli.ini").map(f -> IniFile.read(f.text()));
        all.ifPresent(
                f -> {
                    hook(f, "", "pre-hook", Hook.When.PRE).ifPresent(found::add);
                    hook(f, "", "post-hook", Hook.When.POST).ifPresent(found::add);
                    hook(f, "", "renew-hook", Hook.When.DEPLOY).ifPresent(found::add);
                    hook(f, "", "deploy-hook", Hook.When.DEPLOY).ifPresent(found::add);
                });
        return found;
    }

    List<RenewalJob> jobs() {
        List<RenewalJob> found = new ArrayList<>();
        tree.file("/etc/crontab").ifPresent(f -> jobs(Crontab.system(f.text()), found));
        for (String name : tree.names("/etc/cron.d")) {
            // cron(8): names with a dot are not run.
            if (name.matches("[A-Za-z0-9_-]+")) {
                tree.file("/etc/cron.d/" + name)
                        .ifPresent(f -> jobs(Crontab.system(f.text()), found));
            }
        }
        for (String folder : List.of("/var/spool/cron/crontabs", "/var/spool/cron")) {
            for (String user : tree.names(folder)) {
                tree.file(folder + "/" + user)
                        .ifPresent(f -> jobs(Crontab.of(f.text(), user), found));
            }
        }
        timers(found);
        return found;
    }

    private void timers(List<RenewalJob> found) {
        for (String folder : TIMER_FOLDERS) {
            for (String name : tree.names(folder)) {
                if (name.matches("(certbot|certbot-renew|snap\\.certbot\\.renew)\\.timer")) {
                    found.add(new RenewalJob.Timer(name, new Place(folder + "/" + name, 1)));
                }
            }
        }
    }

    private void jobs(Crontab table, List<RenewalJob> found) {
        damages.addAll(table.damages());
        for (Crontab.Job job : table.jobs()) {
            if (RENEWS.matcher(job.command()).find()) {
                found.add(new RenewalJob.Cron(job, hooks(job)));
            }
        }
    }

    private static List<Hook> hooks(Crontab.Job job) {
        List<Hook> found = new ArrayList<>();
        Matcher matcher = HOOK.matcher(job.command());
        while (matcher.find()) {
            String command =
                    matcher.group(2) != null
                            ? matcher.group(2)
                            : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
            Hook.When when =
                    switch (matcher.group(1)) {
                        case "pre" -> Hook.When.PRE;
                        case "post" -> Hook.When.POST;
                        default -> Hook.When.DEPLOY;
                    };
            found.add(new Hook(when, command, job.at()));
        }
        return found;
    }
}
