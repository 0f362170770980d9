package org.hikyaku.opendkim;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import org.hikyaku.name.IpNet;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OptionFile.Entry;

/** Whatever a file holds, it is read to its end, and what is wrong becomes notes. */
class ReadersFuzzTest {

    private static FileSource only(byte[] data) {
        return path -> {
            if (!path.startsWith("/f")) {
                throw new NoSuchFileException(path);
            }
            return new SourceFile(data, SourceFile.Access.PRIVATE);
        };
    }

    @FuzzTest
    void settings(byte[] data) {
        ConfigNotes notes = new ConfigNotes();
        OpendkimSetup setup = new OpendkimReader(only(data), notes).read("/f");
        setup.form().headers().names(Set.of("x-a", "to"));
        new OpendmarcReader(only(data), notes).read("/f");
        new PolicydSpfReader(only(data), notes).read("/f");
        DefaultsFile.socket("/f", only(data), notes);
    }

    @FuzzTest
    void tables(byte[] data) {
        for (String spec : new String[] {"file:/f", "refile:/f", "csl:" + text(data)}) {
            ConfigNotes notes = new ConfigNotes();
            Entry entry = new Entry("KeyTable", spec, new Place("/c", 1));
            Dataset rows =
                    new DatasetReader(only(data), notes)
                            .read(new DatasetReader.Wanted(entry, false, false))
                            .orElseThrow();
            KeyTable keys = new KeyTable(rows, notes);
            keys.fixed();
            SigningTable signing = new SigningTable(rows, notes);
            signing.check(keys::has, notes);
            signing.find("user", "a.example.com", true)
                    .forEach(hit -> keys.find(hit.keyName(), "a.example.com"));
            HostList hosts = new HostList(rows);
            hosts.check(entry, true, notes);
            hosts.find("a.example.com", IpNet.address("2001:db8::1"));
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.ISO_8859_1);
    }

    @FuzzTest
    void patterns(byte[] data) {
        String all = text(data);
        int half = all.length() / 2;
        Optional<TablePattern> pattern = Optional.empty();
        try {
            pattern = Optional.of(TablePattern.of(all.substring(0, half), true));
        } catch (BadPatternException e) {
            if (e.getMessage() == null) {
                throw new AssertionError("no reason", e);
            }
        }
        pattern.ifPresent(p -> p.matches(all.substring(half)));
    }
}
