package org.hikyaku.neighbours.setup;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.text.Place;

/**
 * A Postfix.
 *
 * @param main {@code /etc/postfix/main.cf}
 * @param master {@code /etc/postfix/master.cf}; empty text where it is not there
 */
public record PostfixSetup(MainCf main, MasterCf master) {

    /** The list that a filter is in. */
    public enum MilterList {
        /** {@code smtpd_milters}: mail that comes in by SMTP. */
        SMTPD("smtpd_milters"),
        /** {@code non_smtpd_milters}: mail made on the host. */
        NON_SMTPD("non_smtpd_milters");

        private final String setting;

        MilterList(String setting) {
            this.setting = setting;
        }

        /** The name in {@code main.cf}. */
        public String setting() {
            return setting;
        }
    }

    /**
     * A filter that mail passes.
     *
     * @param written as {@code main.cf} has it, with {@code $name} put in
     * @param at the assignment that counts
     */
    public record MilterUse(MilterList list, String written, MilterAddress address, Place at) {}

    /** What a service goes by: its own {@code -o} before {@code main.cf}. */
    public String effective(MasterCf.Service service, String name) {
        Optional<MasterCf.Option> own = service.option(name);
        return own.isPresent() ? main.expand(own.get().value()) : main.effective(name);
    }

    /** The filters of a list, in their order. */
    public List<MilterUse> milters(MilterList list) {
        Place at =
                main.entry(list.setting())
                        .map(MainCf.Entry::at)
                        .orElse(new Place(main.text().path(), 0));
        List<MilterUse> found = new ArrayList<>();
        for (String written : main.list(list.setting())) {
            String folder = milterFolder(list, written);
            found.add(new MilterUse(list, written, MilterAddress.ofPostfix(written, folder), at));
        }
        return List.copyOf(found);
    }

    /** What a socket's path begins in, as the program that connects to it sees files. */
    private String milterFolder(MilterList list, String written) {
        boolean relative = !written.contains(":/");
        boolean inside =
                list == MilterList.SMTPD
                        ? smtpServers().stream().anyMatch(this::isChrooted)
                        : services("cleanup").stream().anyMatch(this::isChrooted);
        return relative || inside ? main.effective("queue_directory") : "";
    }

    /** Whether a service sees the queue folder as the root (master(5)). */
    public boolean isChrooted(MasterCf.Service service) {
        return switch (service.chroot()) {
            case "y" -> true;
            case "n" -> false;
            // COMPATIBILITY_README: the default is y below level 1, and before Postfix 3.0.
            default -> main.effective("compatibility_level").startsWith("0");
        };
    }

    /** The services that run a program. */
    public List<MasterCf.Service> services(String command) {
        return master.services().stream().filter(s -> s.command().equals(command)).toList();
    }

    /** The services that take mail by SMTP from the network, in the order of the file. */
    public List<MasterCf.Service> smtpServers() {
        return master.services().stream()
                .filter(s -> s.command().equals("smtpd") || s.command().equals("postscreen"))
                .filter(s -> s.type().equals("inet") || s.type().equals("pass"))
                .toList();
    }

    /** The services for users: ports 587 and 465. */
    public List<MasterCf.Service> submission() {
        return smtpServers().stream().filter(s -> port(s) == 587 || port(s) == 465).toList();
    }

    /** The port of a service of type inet; 0 where its name is not known. */
    public static int port(MasterCf.Service service) {
        String name = service.name().substring(service.name().lastIndexOf(':') + 1);
        return switch (name) {
            case "smtp" -> 25;
            case "submission" -> 587;
            case "smtps", "submissions" -> 465;
            default -> name.matches("[0-9]{1,5}") ? Integer.parseInt(name) : 0;
        };
    }

    /**
     * The domains that mail is taken for, where they are written down in {@code main.cf} itself:
     * lower case, in the order of the settings. What stands in tables is not among them.
     */
    public Set<String> receivedDomains() {
        Set<String> found = new LinkedHashSet<>();
        for (String name :
                List.of(
                        "mydestination",
                        "virtual_mailbox_domains",
                        "virtual_alias_domains",
                        "relay_domains")) {
            for (String item : main.list(name)) {
                if (item.matches("[A-Za-z0-9][A-Za-z0-9.-]*\\.[A-Za-z0-9-]+")
                        && !item.startsWith("localhost.")) {
                    found.add(item.toLowerCase(Locale.ROOT));
                }
            }
        }
        return found;
    }

    /** The policy services that restrictions ask, as written: {@code unix:private/policyd-spf}. */
    public List<String> policyServices() {
        List<String> found = new ArrayList<>();
        for (MainCf.Entry entry : main.entries()) {
            if (!entry.name().startsWith("smtpd_") || !entry.name().endsWith("_restrictions")) {
                continue;
            }
            List<String> items = MainCf.items(main.expand(entry.value()));
            for (int i = 0; i + 1 < items.size(); i++) {
                if (items.get(i).equals("check_policy_service")
                        && !found.contains(items.get(i + 1))) {
                    found.add(items.get(i + 1));
                }
            }
        }
        return List.copyOf(found);
    }

    /** The service of {@code master.cf} that runs policyd-spf. */
    public Optional<MasterCf.Service> policydSpf() {
        return master.services().stream()
                .filter(s -> s.command().equals("spawn"))
                .filter(s -> s.arguments().stream().anyMatch(a -> a.contains("policyd-spf")))
                .findFirst();
    }
}
