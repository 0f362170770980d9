package org.hikyaku.app.quickstart;

import java.nio.file.Path;
import java.util.List;
import org.hikyaku.app.console.Columns;
import org.hikyaku.app.console.Output;
import org.hikyaku.app.console.Texts;
import org.hikyaku.name.DomainName;
import org.hikyaku.name.MailAddress;
import org.hikyaku.zone.DesiredRecord;
import org.hikyaku.zone.ZoneText;

/** What a person reads after a quickstart. */
record Advice(Output out, Texts texts, Path dir) {

    void found(Checks.Findings findings) {
        for (Check check : findings.checks()) {
            String mark =
                    switch (check.state()) {
                        case OK -> "[ ok ]";
                        case WARNING -> "[warn]";
                        case NOT_CHECKED -> "[ -- ]";
                    };
            wrapped("  " + mark + " ", check.label() + ": " + check.detail());
        }
    }

    void records(List<DesiredRecord> records, String zoneFile, boolean addressKnown) {
        heading("records");
        if (!addressKnown) {
            wrapped("", texts.text("no-address"));
        }
        out.text(zoneFile);
        heading("table");
        out.text(ZoneText.table(records));
    }

    void client(MailAddress account, DomainName host, String password) {
        heading("client");
        wrapped("", texts.text("login", account, password));
        wrapped("", texts.text("server", host));
    }

    void unit() {
        heading("unit");
        out.text(SystemdUnit.text(Launcher.path(), dir));
    }

    void next(DomainName host) {
        heading("next");
        wrapped("", texts.text("next-1"));
        wrapped("", texts.text("next-2"));
        wrapped("", texts.text("next-3", host));
        wrapped("", texts.text("next-4", Launcher.path(), dir));
        wrapped("", texts.text("next-5", dir));
    }

    private void wrapped(String first, String text) {
        Columns.wrap(first, text).forEach(out::line);
    }

    private void heading(String key) {
        out.line("");
        out.line("== " + texts.text(key));
    }
}
