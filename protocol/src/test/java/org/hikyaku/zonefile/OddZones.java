package org.hikyaku.zonefile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes zones of odd layouts: what people and programs write, mixed by chance. */
final class OddZones {

    static final String APEX = "example.com";

    private final RandomGenerator random;
    private final StringBuilder out = new StringBuilder();
    private final String lineEnd;
    private final boolean mixedEnds;
    private final boolean classes;
    private final boolean ttls;
    private final boolean blanks;
    private final String gap;
    private String origin = "example.com.";
    private String owner = "";
    private int names;

    OddZones(RandomGenerator random) {
        this.random = random;
        this.lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
        this.mixedEnds = random.nextInt(8) == 0;
        this.classes = random.nextBoolean();
        this.ttls = random.nextInt(3) == 0;
        this.blanks = random.nextBoolean();
        this.gap = List.of(" ", "\t", "\t\t", "   ", " \t").get(random.nextInt(5));
    }

    static byte[] zone(RandomGenerator random) {
        return new OddZones(random).make().getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }

    private String end() {
        return mixedEnds && one(2) ? "\r\n" : lineEnd;
    }

    private String gap() {
        return one(6) ? "  \t " : gap;
    }

    private String make() {
        if (one(3)) {
            out.append("; a zone \u00e3\u0081\u0082 of chance").append(end()).append(end());
        }
        if (one(2)) {
            out.append("$ORIGIN example.com.").append(end());
        }
        out.append(one(2) ? "$TTL 1h30m" : "$ttl\t3600 ; default").append(end());
        soa();
        record("example.com.", "NS", "ns1");
        record("example.com.", "NS", "ns.example.net.");
        record("ns1.example.com.", "A", "192.0.2.1");
        int records = random.nextInt(12);
        for (int i = 0; i < records; i++) {
            noise();
            some();
        }
        String text = out.toString();
        return one(5) ? text.replaceFirst("[\r\n]+$", "") : text;
    }

    private void soa() {
        String serial =
                List.of("1", "2026091501", "1347519085", "4294967295").get(random.nextInt(4));
        head("example.com.", "SOA");
        if (one(2)) {
            out.append("ns1.example.com. hostmaster.example.com. ")
                    .append(serial)
                    .append(" 3600 600 1209600 300")
                    .append(end());
            return;
        }
        out.append("ns1.example.com. hostmaster.example.com. (").append(end());
        out.append("\t\t").append(serial).append("\t; serial ) ( \"").append(end());
        out.append("\t\t3600 10m").append(end()).append(end());
        out.append("    2w ; expire").append(end());
        out.append("\t\t300 )").append(gap()).append("; minimum").append(end());
    }

    private void noise() {
        switch (random.nextInt(10)) {
            case 0 -> out.append("; comment \"with ( odd ; things").append(end());
            case 1 -> out.append(end());
            case 2 -> out.append("   \t").append(end());
            case 3 -> {
                origin = one(2) ? "example.com." : "sub.example.com.";
                out.append("$ORIGIN ").append(origin).append(end());
            }
            default -> {}
        }
    }

    private void some() {
        String name = one(3) ? "example.com." : "n" + random.nextInt(6) + "." + origin;
        switch (random.nextInt(9)) {
            case 0 -> record(name, "A", "192.0.2." + random.nextInt(1, 255));
            case 1 -> record(name, "AAAA", "2001:db8::" + random.nextInt(1, 999));
            case 2 -> record(name, "MX", random.nextInt(99) + " mail.example.net.");
            case 3 -> record(name, "TXT", "\"text " + names++ + " ; not a comment\"");
            case 4 -> record(name, "TXT", "plain" + names++);
            case 5 -> multi(name);
            case 6 -> record("c" + names++ + "." + origin, "CNAME", "ns1.example.com.");
            case 7 -> record(name, "CAA", "0 issue \"ca" + names++ + ".example\"");
            default -> record(name, "TYPE65400", "\\# 2 ( " + (1000 + names++) + " )");
        }
    }

    private void multi(String name) {
        head(name, "TXT");
        String inner = end() + "\t\t\t";
        out.append("( \"v=DKIM1; k=rsa; \"")
                .append(one(2) ? " ; a comment" + inner : inner)
                .append("\"p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\"")
                .append(inner)
                .append("\"part ")
                .append(names++)
                .append("\" )  ; ----- DKIM")
                .append(end());
    }

    private void record(String name, String type, String data) {
        head(name, type);
        boolean apart = one(12);
        out.append(apart ? "(" + end() + "\t" + data + end() + ")" : data)
                .append(one(4) ? gap() + "; about \"it" : one(9) ? "  " : "")
                .append(end());
    }

    private void head(String name, String type) {
        boolean same = name.equals(owner);
        out.append(same && blanks ? "" : written(name)).append(gap());
        owner = name;
        List<String> parts = new ArrayList<>();
        if (classes || one(9)) {
            parts.add(one(5) ? "in" : "IN");
        }
        if (ttls && !type.equals("SOA")) {
            parts.add(ttl(name, type));
        }
        if (parts.size() == 2 && one(2)) {
            parts = parts.reversed();
        }
        parts.forEach(p -> out.append(p).append(gap()));
        out.append(one(5) ? type.toLowerCase(java.util.Locale.ROOT) : type).append(gap());
    }

    /** One time for all of a name and type: RFC 2181 section 5.2. */
    private static String ttl(String name, String type) {
        return List.of("300", "1h", "86400").get(Math.floorMod((name + type).hashCode(), 3));
    }

    private String written(String name) {
        if (one(3)) {
            return name;
        }
        if (name.equals(origin)) {
            return "@";
        }
        return name.endsWith("." + origin)
                ? name.substring(0, name.length() - origin.length() - 1)
                : name;
    }
}
