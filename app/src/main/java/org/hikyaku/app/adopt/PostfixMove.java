package org.hikyaku.app.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.hikyaku.milter.MilterSocket;
import org.hikyaku.neighbours.postfix.MainCf;
import org.hikyaku.neighbours.postfix.MasterCf;
import org.hikyaku.neighbours.setup.MilterAddress;
import org.hikyaku.neighbours.setup.PostfixSetup;
import org.hikyaku.neighbours.setup.PostfixSetup.MilterList;
import org.hikyaku.neighbours.setup.PostfixSetup.MilterUse;
import org.hikyaku.neighbours.text.SourceText;

/**
 * Postfix pointed at our filter: in the place of the filters that go, in each list and in the
 * options of each service; and without the policy service that checked SPF.
 *
 * @param postfix as it is
 * @param goes whether a filter at that address goes
 * @param ours where ours listens
 */
record PostfixMove(PostfixSetup postfix, Predicate<MilterAddress> goes, MilterSocket.Inet ours) {

    private static final String DEFAULT_ACTION = "milter_default_action";

    /** Both files with their edits. */
    record Moved(MainCf main, MasterCf master) {}

    Moved moved() {
        MainCf main = postfix.main();
        for (MilterList list : MilterList.values()) {
            main = withoutDead(main, list.setting());
            main = withOurs(main, list);
        }
        // Whoever refuses mail while a filter is away loses it; a temporary failure brings it back.
        if (main.effective(DEFAULT_ACTION).equalsIgnoreCase("reject")) {
            main = main.set(DEFAULT_ACTION, "tempfail");
        }
        return withoutPolicy(main, services());
    }

    private String written() {
        return written(ours);
    }

    /** A socket as Postfix writes it: host before port. */
    static String written(MilterSocket.Inet socket) {
        return "inet:" + socket.host() + ":" + socket.port();
    }

    /** Lines that a later one overrides mislead whoever reads them next. */
    private static MainCf withoutDead(MainCf main, String name) {
        MainCf now = main;
        while (now.entries(name).size() > 1) {
            now = now.commentOut(now.entries(name).getFirst());
        }
        return now;
    }

    private MainCf withOurs(MainCf main, MilterList list) {
        Optional<String> raw = main.value(list.setting());
        if (raw.isPresent() && raw.get().strip().matches("\\$[({]?smtpd_milters[)}]?")) {
            return main; // it follows the other list
        }
        List<MilterUse> uses = postfix.milters(list);
        List<String> items =
                replaced(
                        uses.stream().map(MilterUse::written).toList(), i -> uses.get(i).address());
        return items.equals(uses.stream().map(MilterUse::written).toList())
                ? main
                : main.set(list.setting(), String.join(", ", items));
    }

    private interface Addresses {
        MilterAddress of(int index);
    }

    /** Ours in the place of the first that goes, at the end where none does; others stay. */
    private List<String> replaced(List<String> written, Addresses addresses) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            boolean isOurs = written.get(i).equals(written());
            String item = isOurs || goes.test(addresses.of(i)) ? written() : written.get(i);
            if (!item.equals(written()) || !items.contains(item)) {
                items.add(item);
            }
        }
        if (!items.contains(written())) {
            items.add(written());
        }
        return items;
    }

    /** A service that lists filters of its own, such as one behind a content filter. */
    private MasterCf services() {
        MasterCf master = postfix.master();
        for (int i = 0; i < master.services().size(); i++) {
            MasterCf.Service service = master.services().get(i);
            String name = MilterList.SMTPD.setting();
            Optional<MasterCf.Option> option = service.option(name);
            if (option.isEmpty() || option.get().value().contains("$")) {
                continue; // a name stands for the list of main.cf
            }
            List<String> written = MainCf.items(option.get().value());
            List<MilterAddress> addresses = written.stream().map(w -> address(service, w)).toList();
            if (addresses.stream().anyMatch(goes)) {
                List<String> items = replaced(written, addresses::get);
                // Commas alone: a blank would end the option.
                master = master.setOption(service, name, String.join(",", items));
            }
        }
        return master;
    }

    private MilterAddress address(MasterCf.Service service, String written) {
        boolean inQueue = !written.contains(":/") || postfix.isChrooted(service);
        String folder = inQueue ? postfix.main().effective("queue_directory") : "";
        return MilterAddress.ofPostfix(written, folder);
    }

    /** Without policyd-spf, where it is there. */
    private Moved withoutPolicy(MainCf main, MasterCf master) {
        Optional<MasterCf.Service> service = postfix.policydSpf();
        if (service.isEmpty()) {
            return new Moved(main, master);
        }
        String name = service.get().name();
        MainCf now = main;
        Pattern asked =
                Pattern.compile(
                        "\\s*check_policy_service\\s+\\{?\\s*unix:(private/)?"
                                + Pattern.quote(name)
                                + "\\b[^,}\\s]*\\s*\\}?,?");
        for (int i = 0; i < now.entries().size(); i++) {
            now = without(now, now.entries().get(i), asked);
        }
        Optional<MainCf.Entry> limit = now.entry(name + "_time_limit");
        if (limit.isPresent()) {
            now = now.commentOut(limit.get());
        }
        MasterCf.Service last = master.service(name, service.get().type()).orElse(service.get());
        return new Moved(now, master.commentOut(last));
    }

    /** Line by line, so that the others stay as they are; a comma too many does no harm. */
    private static MainCf without(MainCf main, MainCf.Entry entry, Pattern asked) {
        SourceText text = main.text();
        List<SourceText.Splice> splices = new ArrayList<>();
        for (int number : entry.lines().all()) {
            int start = text.lineStart(number - 1);
            int end = text.contentEnd(number - 1);
            String line = text.shown(start, end);
            String left = asked.matcher(line).replaceAll("");
            if (left.isBlank()) {
                splices.add(text.removeLine(number - 1));
            } else if (!left.equals(line)) {
                splices.add(new SourceText.Splice(start, end, left));
            }
        }
        if (!splices.isEmpty()) {
            return MainCf.read(text.with(splices));
        }
        String value = asked.matcher(entry.value()).replaceAll("").strip();
        return value.equals(entry.value()) ? main : main.set(entry, value);
    }
}
