package org.hikyaku.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hikyaku.message.HeaderField;

/** Messages and records that somebody has made to cost much; each grows with a number. */
enum HostileMail {
    MANY_FIELDS {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            return with("X-Some: value\r\n".repeat(200 * n), sender);
        }
    },
    ONE_LONG_FIELD {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            return with("Subject:" + "\r\n some words and\ttabs".repeat(180 * n) + "\r\n", sender);
        }
    },
    FIELDS_OF_ONE_LETTER {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            return with("a:\r\n".repeat(1000 * n), sender);
        }
    },
    LONG_FROM {
        @Override
        byte[] message(SampleMail sender, int n) {
            return SampleMail.octets("From: " + "a@b.example, ".repeat(40 * n) + "c\n\nx\n");
        }
    },
    NESTED_COMMENTS {
        @Override
        byte[] message(SampleMail sender, int n) {
            return SampleMail.octets("From: " + "(<@\"\\\"".repeat(100 * n) + "c@d.example\n\nx\n");
        }
    },
    COPIES_OF_A_SIGNATURE {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < n; i++) {
                all.append(signatures(sender));
            }
            return with(all.toString(), sender);
        }
    },
    LONG_TAGS {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            String tags = "; z=" + "From:a=20b|\r\n ".repeat(20 * n) + "; h=" + name(8 * n);
            return with(unsigned(tags), sender);
        }

        private static String name(int times) {
            return "from:" + "subject:\r\n ".repeat(times) + "to";
        }
    },
    LENGTHS_FOR_EACH_SIGNATURE {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < n; i++) {
                all.append(unsigned("; h=from; l=" + i));
            }
            return with(all.toString(), sender);
        }
    },
    BLANK_BODY {
        @Override
        byte[] message(SampleMail sender, int n) {
            String blanks = " \t\r \r\n \r\n\r\n".repeat(700 * n).replace("\r\n", "\n");
            return SampleMail.octets("From: a@b.example\n" + unsigned("; h=from") + "\n" + blanks);
        }
    },
    DEEP_MIME {
        @Override
        byte[] message(SampleMail sender, int n) {
            StringBuilder body = new StringBuilder();
            for (int i = 0; i < 100 * n; i++) {
                body.append("--").append(i).append("\r\nContent-Type: multipart/mixed; boundary=");
                body.append(i + 1).append("\r\n\r\n");
            }
            return SampleMail.octets("From: a@b.example\n" + unsigned("; h=from") + "\n" + body);
        }
    },
    ARC_SETS {
        @Override
        byte[] message(SampleMail sender, int n) throws IOException {
            StringBuilder all = new StringBuilder();
            for (int i = Math.min(50, n); i > 0; i--) {
                String cv = i == 1 ? "none" : "pass";
                String sealed = "; a=rsa-sha256; d=sender.example; s=r; b=AAAA";
                all.append("ARC-Seal: i=").append(i).append(sealed).append("; cv=").append(cv);
                all.append("\r\nARC-Message-Signature: i=").append(i).append(sealed);
                all.append("; h=from; bh=").append(HASH);
                all.append("\r\nARC-Authentication-Results: i=").append(i).append("; x; none\r\n");
            }
            return with(all.toString(), sender);
        }
    },
    SPF_TERMS {
        @Override
        byte[] message(SampleMail sender, int n) {
            return SampleMail.octets("From: a@b.example\n\nx\n");
        }

        @Override
        String spf(int n) {
            return "v=spf1" + " ip4:203.0.113.7".repeat(5 * n) + " -all";
        }
    },
    SPF_MACROS {
        @Override
        byte[] message(SampleMail sender, int n) {
            return SampleMail.octets("From: a@b.example\n\nx\n");
        }

        @Override
        String spf(int n) {
            return "v=spf1 exists:" + "%{s}%{h}%{ir}%{p9r.-+_/}".repeat(3 * n) + ".x.example -all";
        }
    };

    private static final String HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    /** The message of size {@code n}. */
    abstract byte[] message(SampleMail sender, int n) throws IOException;

    /** What the sender's domain publishes. */
    String spf(int n) {
        return SampleMail.SPF;
    }

    private static String unsigned(String tags) {
        return "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=sender.example; s=r; bh="
                + HASH
                + "; b=AAAA"
                + tags
                + "\r\n";
    }

    private static byte[] with(String fields, SampleMail sender) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(fields.getBytes(StandardCharsets.US_ASCII));
        all.writeBytes(sender.signed(sender.rsa));
        return all.toByteArray();
    }

    private static String signatures(SampleMail sender) throws IOException {
        StringBuilder all = new StringBuilder();
        for (HeaderField field : SampleMail.signer(sender.rsa, sender.ed).sign(sender.plain())) {
            all.append(new String(field.raw(), StandardCharsets.US_ASCII));
        }
        return all.toString();
    }
}
