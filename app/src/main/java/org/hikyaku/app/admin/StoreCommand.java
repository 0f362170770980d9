package org.hikyaku.app.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.hikyaku.app.console.CommandFailure;
import org.hikyaku.app.console.CommonOptions;
import org.hikyaku.app.console.Output;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.store.Store;
import org.hikyaku.store.embedded.EmbeddedStore;
import org.hikyaku.wire.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * A command that works on the store of a data folder: it opens the store, does its work, closes it
 * and answers. What it cannot do is a {@link CommandFailure}.
 */
@Command(mixinStandardHelpOptions = true)
abstract class StoreCommand implements Callable<Integer> {

    /** Rows that are asked for at a time. */
    private static final int PAGE = 500;

    @Mixin private CommonOptions common = new CommonOptions();

    /** The work, on the open store. */
    abstract Answer work(Store store) throws IOException;

    @Override
    public final Integer call() throws IOException {
        Answer answer;
        try (EmbeddedStore store = common.store()) {
            answer = work(store);
        }
        Output out = common.output();
        out.json(answer.data());
        answer.lines().forEach(out::line);
        return 0;
    }

    final String text(String key, Object... arguments) {
        return common.texts().text(key, arguments);
    }

    final CommandFailure failure(String key, Object... arguments) {
        return common.failure(key, arguments);
    }

    final CommandFailure failure(IOException cause, String key, Object... arguments) {
        return new CommandFailure(text(key, arguments), cause);
    }

    final void requireAccount(Store store, MailAddress address, String orElse) {
        if (store.accounts().find(address).isEmpty()) {
            throw failure(orElse, address);
        }
    }

    final void requireDomain(Store store, DomainName name, String orElse) {
        if (store.domains().find(name).isEmpty()) {
            throw failure(orElse, name.unicode());
        }
    }

    /**
     * All rows, page after page.
     *
     * @param page the rows after the one with this number
     */
    static <T> List<T> all(Pages<T> page, ToLongFunction<T> number) {
        List<T> all = new ArrayList<>();
        long after = 0;
        for (List<T> next = page.after(after, PAGE);
                !next.isEmpty();
                next = page.after(after, PAGE)) {
            all.addAll(next);
            after = number.applyAsLong(next.getLast());
        }
        return all;
    }

    /** Rows of the store in pages. */
    @FunctionalInterface
    interface Pages<T> {
        List<T> after(long number, int most);
    }

    /** A command on one address. */
    abstract static class OnAddress extends StoreCommand {
        @Parameters(
                index = "0",
                paramLabel = "ADDRESS",
                description = "such as alice@example.com; capitals do not matter")
        private String address = "";

        abstract Answer work(Store store, MailAddress address) throws IOException;

        @Override
        final Answer work(Store store) throws IOException {
            return work(store, MailAddress.of(address).folded());
        }
    }

    /** A command on one domain. */
    abstract static class OnDomain extends StoreCommand {
        @Parameters(paramLabel = "DOMAIN", description = "such as example.com")
        private String domain = "";

        abstract Answer work(Store store, DomainName name) throws IOException;

        @Override
        final Answer work(Store store) throws IOException {
            DomainName name = DomainName.of(domain);
            if (!name.isHostName() || name.labelCount() < 2) {
                throw failure("domain.invalid", Printable.of(domain, 100));
            }
            return work(store, name);
        }
    }
}
