package org.hikyaku.opendkim;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.opendkim.ConfigNote.Kind;
import org.hikyaku.opendkim.ConfigNote.Place;
import org.hikyaku.opendkim.OptionFile.Entry;

/**
 * {@code /etc/default/opendkim}, which older Debian packages read: a SOCKET there overrides the
 * settings. Shell assignments with {@code $NAME} in them; no other shell syntax is read.
 */
public final class DefaultsFile {

    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?:export\\s+)?([A-Z_]{1,40})=(.{0,2000})");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z_]{1,40})}?");

    private DefaultsFile() {}

    /** The socket that the file sets; empty where it sets none, or is not there. */
    public static Optional<Entry> socket(String path, FileSource files, ConfigNotes notes) {
        Map<String, String> values = new HashMap<>();
        Place place = new Place(path, 0);
        try {
            int number = 0;
            for (String raw : files.read(path).text().split("\n", -1)) {
                number++;
                Matcher line = ASSIGNMENT.matcher(raw.strip());
                if (line.matches()) {
                    values.put(line.group(1), expanded(unquoted(line.group(2)), values));
                    place = line.group(1).equals("SOCKET") ? new Place(path, number) : place;
                }
            }
        } catch (java.nio.file.NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            notes.add(Kind.UNREADABLE, place, path, OptionReader.reason(e));
            return Optional.empty();
        }
        String socket = values.getOrDefault("SOCKET", "");
        return socket.isEmpty()
                ? Optional.empty()
                : Optional.of(new Entry("Socket", socket, place));
    }

    private static String unquoted(String value) {
        if (value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'')) {
            int end = value.indexOf(value.charAt(0), 1);
            return end < 0 ? value : value.substring(1, end);
        }
        int blank = value.indexOf(' ');
        return blank < 0 ? value : value.substring(0, blank);
    }

    private static String expanded(String value, Map<String, String> values) {
        return VARIABLE.matcher(value)
                .replaceAll(m -> Matcher.quoteReplacement(values.getOrDefault(m.group(1), "")));
    }
}
