package org.hikyaku.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.hikyaku.name.DomainName;
import org.hikyaku.zonefile.RecordTypes;
import org.hikyaku.zonefile.ZoneChange;
import org.hikyaku.zonefile.ZoneFile;
import org.hikyaku.zonefile.ZoneFileException;
import org.hikyaku.zonefile.ZoneName;
import org.hikyaku.zoneio.ZoneFileEditor;

/**
 * A zone of a million records: read alone, and then edited as {@code hikyaku zone add} does it
 * (read, edit, verify, back up, write). Run with {@code -Xmx1g}: {@code bench/run zone}.
 */
public final class ZoneBench {

    private ZoneBench() {}

    /** Arguments: how many records (1000000). */
    public static void main(String[] args) throws IOException, ZoneFileException {
        int records = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        Path folder = Files.createTempDirectory("hikyaku-zone");
        try {
            Path file = folder.resolve("big.example.zone");
            make(file, records);
            System.out.printf("zone: %d records, %d MB%n", records, Files.size(file) >> 20);
            measure(file, records);
        } finally {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static void measure(Path file, int records) throws ZoneFileException {
        DomainName origin = DomainName.of("big.example");
        ZoneFileEditor editor = new ZoneFileEditor(Clock.systemUTC(), null);
        long start = System.nanoTime();
        ZoneFile zone = editor.read(file, origin);
        System.out.printf("read: %.2f s%n", seconds(start));
        if (zone.recordCount() != records) {
            throw new IllegalStateException("read " + zone.recordCount() + " records");
        }
        zone = null;
        start = System.nanoTime();
        double cpu = cpuSeconds();
        var added =
                new ZoneChange.Item(
                        ZoneName.of(DomainName.of("host500000.big.example")),
                        RecordTypes.number("TXT"),
                        "\"added\"",
                        null);
        ZoneFileEditor.Plan plan =
                editor.plan(editor.read(file, origin), List.of(new ZoneChange.Add(added)));
        System.out.printf("read, edited, verified: %.2f s%n", seconds(start));
        editor.write(plan);
        System.out.printf(
                "read, edited, verified, written: %.2f s, %.2f s of CPU%n",
                seconds(start), cpuSeconds() - cpu);
        plan.diff().forEach(line -> System.out.println("  " + line.replace('\t', ' ')));
        System.out.printf("peak heap: %d MB%n", peakHeap() >> 20);
    }

    /** Of this program; named-checkzone, which is asked where it is installed, is not in it. */
    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getProcessCpuTime()
                / 1e9;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static void make(Path file, int records) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            line(out, "$TTL 3600");
            line(out, "@\tIN SOA ns1 hostmaster 2026112301 3600 600 1209600 300 ; serial");
            line(out, "\tIN NS ns1");
            line(out, "ns1\tIN A 192.0.2.1");
            for (int i = 3; i < records; i++) {
                switch (i % 4) {
                    case 0 ->
                            line(
                                    out,
                                    "host"
                                            + i
                                            + "\tIN A\t10."
                                            + (i >> 16 & 255)
                                            + "."
                                            + (i >> 8 & 255)
                                            + "."
                                            + (i & 255));
                    case 1 ->
                            line(
                                    out,
                                    "host"
                                            + i
                                            + "\tIN AAAA\t2001:db8::"
                                            + Integer.toHexString(i & 0xffff));
                    case 2 ->
                            line(
                                    out,
                                    "host"
                                            + i
                                            + "\tIN TXT\t\"text of host "
                                            + i
                                            + "\" ; a comment");
                    default -> line(out, "\tIN MX\t10 host" + (i - 3));
                }
            }
        }
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
    }
}
