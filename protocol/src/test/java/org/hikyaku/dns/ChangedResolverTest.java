package org.hikyaku.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hikyaku.dns.RecordChange.OwnedRecord;
import org.hikyaku.name.DomainName;
import org.junit.jupiter.api.Test;

/** The DNS as it will be. */
final class ChangedResolverTest {

    private static final DomainName NAME = DomainName.of("example.com");

    private static final Resolver REAL =
            FakeResolver.of(
                    "example.com TXT one",
                    "example.com TXT two",
                    "www.example.com CNAME host.example.net",
                    "host.example.net TXT behind",
                    "down.example.com TXT !TIMEOUT");

    private static OwnedRecord txt(String name, String text) {
        return OwnedRecord.of(DomainName.of(name), new DnsRecord.Txt(text));
    }

    private static OwnedRecord alias(String name, String target) {
        return OwnedRecord.of(DomainName.of(name), new DnsRecord.Cname(DomainName.of(target)));
    }

    private static List<String> texts(String name, RecordChange... changes) {
        return new ChangedResolver(REAL, List.of(changes))
                .query(DomainName.of(name), RecordType.TXT).records(DnsRecord.Txt.class).stream()
                        .map(DnsRecord.Txt::value)
                        .toList();
    }

    @Test
    void recordsComeAndGo() {
        assertThat(texts("example.com")).containsExactly("one", "two");
        assertThat(texts("example.com", new RecordChange.Add(txt("example.com", "three"))))
                .containsExactly("one", "two", "three");
        assertThat(texts("example.com", new RecordChange.Add(txt("example.com", "one"))))
                .as("no record twice")
                .containsExactly("one", "two");
        assertThat(texts("example.com", new RecordChange.Remove(txt("example.com", "one"))))
                .containsExactly("two");
        assertThat(
                        texts(
                                "example.com",
                                new RecordChange.Replace(
                                        txt("example.com", "one"), txt("example.com", "1"))))
                .containsExactly("two", "1");
    }

    @Test
    void aSetThatLosesAllIsNoRecord() {
        ChangedResolver changed =
                new ChangedResolver(
                        REAL,
                        List.of(
                                new RecordChange.Remove(txt("example.com", "one")),
                                new RecordChange.Remove(txt("example.com", "two"))));
        assertThat(changed.query(NAME, RecordType.TXT)).isInstanceOf(Answer.NoRecord.class);
        assertThat(changed.query(NAME, RecordType.MX)).isInstanceOf(Answer.NoRecord.class);
    }

    @Test
    void aliasesComeAndGo() {
        assertThat(texts("www.example.com")).containsExactly("behind");
        RecordChange gone = new RecordChange.Remove(alias("www.example.com", "host.example.net"));
        assertThat(texts("www.example.com", gone)).isEmpty();
        assertThat(
                        texts(
                                "www.example.com",
                                gone,
                                new RecordChange.Add(txt("www.example.com", "here"))))
                .containsExactly("here");
        assertThat(
                        texts(
                                "new.example.com",
                                new RecordChange.Add(alias("new.example.com", "www.example.com"))))
                .containsExactly("behind");
        assertThat(
                        texts(
                                "a.example.com",
                                new RecordChange.Add(alias("a.example.com", "b.example.com")),
                                new RecordChange.Add(alias("b.example.com", "a.example.com"))))
                .isEmpty();
    }

    @Test
    void namesAboveANewOneExist() {
        ChangedResolver changed =
                new ChangedResolver(
                        REAL, List.of(new RecordChange.Add(txt("x.y.example.org", "z"))));
        assertThat(changed.query(DomainName.of("y.example.org"), RecordType.TXT))
                .isEqualTo(new Answer.NoRecord(true, false, 3600));
        assertThat(changed.query(DomainName.of("w.example.org"), RecordType.TXT))
                .isEqualTo(new Answer.NoRecord(false, false, 3600));
    }

    @Test
    void overTheUnknownNothingIsPlanned() {
        ChangedResolver changed =
                new ChangedResolver(
                        REAL, List.of(new RecordChange.Add(txt("down.example.com", "z"))));
        assertThat(changed.query(DomainName.of("down.example.com"), RecordType.TXT))
                .isInstanceOf(Answer.Failed.class);
    }
}
