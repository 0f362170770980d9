package org.hikyaku.opendkim;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How values are read. */
final class ConfigValues {

    /** As many digits as a 63-bit number has in base 8. */
    private static final int MAX_DIGITS = 21;

    private ConfigValues() {}

    /** Only the first letter counts. */
    static Optional<Boolean> bool(String value) {
        return switch (value.isEmpty() ? ' ' : value.charAt(0)) {
            case 'T', 't', 'Y', 'y', '1' -> Optional.of(true);
            case 'F', 'f', 'N', 'n', '0' -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** As strtol with base 0 reads: 0x before hexadecimal, 0 before octal digits. */
    static Optional<Long> integer(String value) {
        String text = value;
        boolean negative = text.startsWith("-");
        if (negative || text.startsWith("+")) {
            text = text.substring(1);
        }
        int base = 10;
        if (text.startsWith("0x") || text.startsWith("0X")) {
            base = 16;
            text = text.substring(2);
        } else if (text.startsWith("0")) {
            base = 8;
        }
        if (text.isEmpty() || text.length() > MAX_DIGITS || !isAlnum(text)) {
            return Optional.empty();
        }
        try {
            long number = Long.parseLong(text, base);
            return Optional.of(negative ? -number : number);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean isAlnum(String text) {
        return text.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
    }

    static List<String> parts(String value) {
        return Stream.of(value.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
