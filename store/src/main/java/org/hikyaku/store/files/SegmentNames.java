package org.hikyaku.store.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The names of segment files: sixteen hexadecimal digits and {@code .seg}. */
final class SegmentNames {

    private static final String SUFFIX = ".seg";

    private static final int DIGITS = 16;

    /** Below 2^63, so that numbers are positive. */
    private static final Pattern FORM = Pattern.compile("[0-7][0-9a-f]{15}\\.seg");

    private SegmentNames() {}

    static Path path(Path folder, long number) {
        return folder.resolve(String.format("%016x%s", number, SUFFIX));
    }

    /** The numbers of all segments in {@code folder}. */
    static List<Long> numbers(Path folder) throws IOException {
        List<Long> numbers = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (FORM.matcher(name).matches()) { // other files are none of ours
                    numbers.add(Long.parseLong(name, 0, DIGITS, 16));
                }
            }
        }
        return numbers;
    }
}
