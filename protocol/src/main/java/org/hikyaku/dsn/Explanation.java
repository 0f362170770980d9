package org.hikyaku.dsn;

import java.util.Map;
import org.hikyaku.smtp.EnhancedCode;

/**
 * What a status code (RFC 3463, and the IANA registry of its details) means to the person who sent
 * the message, and what can be done.
 *
 * @param english one or two sentences
 * @param japanese the same
 */
public record Explanation(String english, String japanese) {

    private static final Explanation TEMPORARY =
            new Explanation(
                    "The receiving server is busy, cannot be reached, or wants to see the message again later.",
                    "受信側のサーバーが混雑しているか、接続できないか、時間をおいた再送を求めています。");

    private static final Explanation TOO_LARGE =
            new Explanation(
                    "The message is larger than the receiving side takes: send it without attachments, or share a link.",
                    "メールが受信側の上限より大きいため受け取られません。添付を外すか、リンクで共有してください。");

    private static final Explanation NO_ADDRESS =
            new Explanation(
                    "There is no such address: check its spelling, or ask the recipient another way.",
                    "宛先のアドレスが存在しません。つづりを確かめるか、別の方法で相手に確認してください。");

    /** By detail, the status left out: {@code 1.1} is 5.1.1. */
    private static final Map<String, Explanation> BY_DETAIL =
            Map.ofEntries(
                    Map.entry("1.1", NO_ADDRESS),
                    Map.entry("1.6", NO_ADDRESS),
                    Map.entry(
                            "1.2",
                            new Explanation(
                                    "The part of the address after the @ does not exist: check its spelling.",
                                    "アドレスの @ より後のドメインが存在しません。つづりを確かめてください。")),
                    Map.entry(
                            "1.10", // RFC 7505 section 4.2
                            new Explanation(
                                    "The domain of the address has declared that it takes no mail.",
                                    "宛先のドメインはメールを受け取らないと宣言しています。")),
                    Map.entry(
                            "2.1",
                            new Explanation(
                                    "The recipient's mailbox is switched off.",
                                    "宛先のメールボックスは使えなくなっています。")),
                    Map.entry(
                            "2.2",
                            new Explanation(
                                    "The recipient's mailbox is full: try again in some days.",
                                    "宛先のメールボックスがいっぱいです。数日後にもう一度お送りください。")),
                    Map.entry("2.3", TOO_LARGE),
                    Map.entry("3.4", TOO_LARGE),
                    Map.entry(
                            "4.4",
                            new Explanation(
                                    "No server can be found that takes mail for this domain.",
                                    "このドメイン宛のメールを受け取るサーバーが見つかりません。")),
                    Map.entry(
                            "4.6",
                            new Explanation(
                                    "The message would go in a circle: tell the administrator of the receiving domain.",
                                    "メールが循環してしまいます。受信側ドメインの管理者にお知らせください。")),
                    Map.entry(
                            "4.7",
                            new Explanation(
                                    "The message was tried again and again until its time was over; it is not tried any more.",
                                    "期限まで再送を繰り返しましたが届きませんでした。これ以上は再送しません。")),
                    Map.entry(
                            "6.7", // RFC 6531 section 4.3
                            new Explanation(
                                    "The receiving server does not take addresses with letters beyond ASCII: use another address.",
                                    "受信側のサーバーは ASCII 以外の文字を含むアドレスに対応していません。別のアドレスを使ってください。")));

    /** By subject (RFC 3463 section 3). */
    private static final Map<Integer, Explanation> BY_SUBJECT =
            Map.of(
                    1,
                    new Explanation(
                            "The receiving side does not take this address.",
                            "受信側がこのアドレスを受け付けません。"),
                    2,
                    new Explanation(
                            "The recipient's mailbox cannot take the message.",
                            "宛先のメールボックスがメールを受け取れません。"),
                    3,
                    new Explanation(
                            "The receiving server cannot take the message.",
                            "受信側のサーバーがメールを受け取れません。"),
                    4,
                    new Explanation(
                            "The way to the receiving server does not work.",
                            "受信側のサーバーへの経路に問題があります。"),
                    6,
                    new Explanation(
                            "The receiving server does not take what the message holds.",
                            "メールの内容の形式が受信側に受け付けられません。"),
                    7,
                    new Explanation(
                            "The receiving server's rules refuse the message. Show this report to the administrator of your mail server.",
                            "受信側の規則によって拒否されました。この通知をメールサーバーの管理者に見せてください。"));

    private static final Explanation OTHER =
            new Explanation(
                    "The receiving server refused the message; its words are above.",
                    "受信側のサーバーに拒否されました。理由は上記のとおりです。");

    /** The explanation of a failure or delay. */
    public static Explanation of(EnhancedCode code) {
        if (code.status() == 4) {
            return TEMPORARY;
        }
        Explanation exact = BY_DETAIL.get(code.subject() + "." + code.detail());
        return exact != null ? exact : BY_SUBJECT.getOrDefault(code.subject(), OTHER);
    }
}
