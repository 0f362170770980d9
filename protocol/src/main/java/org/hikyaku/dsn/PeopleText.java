package org.hikyaku.dsn;

import org.hikyaku.dsn.DsnReport.Status;
import org.hikyaku.wire.Printable;

/** The part of a report that people read: English, then Japanese; LF line ends. */
final class PeopleText {

    /** A host name that is longer is none, in characters. */
    private static final int MAX_HOST = 255;

    /** Words of one language, each with the text that follows it. */
    private record Words(String reason, String said, String until, String untilEnd) {}

    private static final Words ENGLISH =
            new Words("Reason: ", " said: ", "It is tried until ", ".");
    private static final Words JAPANESE = new Words("理由: ", " の応答: ", "", " まで再送します。");

    private PeopleText() {}

    static String of(DsnReport report) {
        StringBuilder text = new StringBuilder();
        text.append("This is the mail server at ").append(report.reportingMta()).append(".\n\n");
        text.append(english(report.action())).append("\n\n");
        for (Status status : report.recipients()) {
            status(text, status, ENGLISH, Explanation.of(status.status()).english());
        }
        text.append("----\n\n");
        text.append(report.reportingMta()).append(" のメールサーバーからのお知らせです。\n\n");
        text.append(japanese(report.action())).append("\n\n");
        for (Status status : report.recipients()) {
            status(text, status, JAPANESE, Explanation.of(status.status()).japanese());
        }
        return text.toString();
    }

    private static String english(DsnReport.Action action) {
        return switch (action) {
            case FAILED -> "Your message could not be delivered to:";
            case DELAYED ->
                    "Your message has not been delivered yet. It is tried again; you need not do anything.";
            case DELIVERED -> "Your message was delivered to:";
            case RELAYED ->
                    "Your message was passed on, to a server that does not report on delivery:";
        };
    }

    private static String japanese(DsnReport.Action action) {
        return switch (action) {
            case FAILED -> "次の宛先にメールを届けられませんでした。";
            case DELAYED -> "次の宛先へのメールがまだ届いていません。自動で再送しますので、操作は不要です。";
            case DELIVERED -> "次の宛先にメールが届きました。";
            case RELAYED -> "次の宛先へのメールを、配達の通知に対応していないサーバーへ渡しました。";
        };
    }

    private static void status(StringBuilder text, Status status, Words words, String explanation) {
        text.append("  ").append(status.recipient().address()).append('\n');
        if (!status.diagnostic().isEmpty()) {
            String host = status.remoteMta();
            text.append("    ")
                    .append(
                            host == null
                                    ? words.reason()
                                    : Printable.of(host, MAX_HOST) + words.said())
                    .append(Printable.of(status.diagnostic(), StatusFields.MAX_DIAGNOSTIC))
                    .append('\n');
        }
        if (!status.explanation().isEmpty()) {
            text.append("    ")
                    .append(Printable.of(status.explanation(), StatusFields.MAX_DIAGNOSTIC))
                    .append('\n');
        }
        if (status.status().status() != 2) {
            text.append("    ").append(explanation).append('\n');
        }
        if (status.retryUntil() != null) {
            text.append("    ")
                    .append(words.until())
                    .append(StatusFields.date(status.retryUntil()))
                    .append(words.untilEnd())
                    .append('\n');
        }
        text.append('\n');
    }
}
