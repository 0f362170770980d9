package org.hikyaku.receivers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hikyaku.smtp.Reply;

/**
 * Replies of the large receivers to their causes and fixes. Matches the status and words of the
 * text: statuses alone have moved more than once.
 */
public final class Diagnoses {

    private record Known(List<String> statuses, List<String> words, Diagnosis diagnosis) {
        boolean matches(String status, String text) {
            boolean statusFits = statuses.isEmpty() || statuses.contains(status);
            return statusFits && (words.isEmpty() || words.stream().anyMatch(text::contains));
        }
    }

    private static final List<Known> KNOWN =
            List.of(
                    known(
                            List.of("5.7.25", "4.7.23", "4.7.25", "4.7.0"),
                            List.of("ptr record", "reverse dns", "rdns"),
                            new Diagnosis(
                                    "the sending address has no PTR record, or the name in it does not lead back to the address",
                                    "ask the owner of the address (the hosting company) to set its PTR record to this server's name; that name needs an A or AAAA record with the same address",
                                    "送信元アドレスに逆引き（PTR）がないか、その名前の正引きが元のアドレスに戻りません",
                                    "アドレスの持ち主（ホスティング会社）の管理画面で PTR をこのサーバーの名前に設定し、その名前の A/AAAA レコードを同じアドレスにします")),
                    known(
                            List.of("5.7.29", "4.7.29"),
                            List.of("tls"),
                            new Diagnosis(
                                    "the connection was not encrypted",
                                    "nothing on the way may take STARTTLS out (look at firewalls with SMTP inspection), and outgoing TLS must not be switched off",
                                    "接続が TLS で暗号化されていません",
                                    "途中の機器（SMTP を検査するファイアウォールなど）が STARTTLS を消していないか、送信時の TLS を無効にしていないか確かめます")),
                    known(
                            List.of("5.7.30", "4.7.30"),
                            List.of("dkim"),
                            new Diagnosis(
                                    "no DKIM signature of the message verified",
                                    "publish the key record selector._domainkey.DOMAIN exactly as quickstart printed it, and see: hikyaku dkim testkey",
                                    "DKIM 署名が検証に通りませんでした",
                                    "quickstart が示した selector._domainkey.ドメイン の TXT レコードをそのまま公開し、hikyaku dkim testkey で確かめます")),
                    known(
                            List.of("5.7.27", "4.7.27", "5.7.23"),
                            List.of("spf"),
                            new Diagnosis(
                                    "SPF does not pass: the domain's TXT record does not list the sending address",
                                    "publish the SPF record with this server's address (one record only: add to one that is there), and see: hikyaku spf check",
                                    "SPF が通りません。ドメインの TXT レコードに送信元アドレスが含まれていません",
                                    "このサーバーのアドレスを含む SPF レコードを公開し（レコードは一つだけ。既存のものには追記）、hikyaku spf check で確かめます")),
                    known(
                            List.of("5.7.40", "4.7.40", "4.7.31"),
                            List.of("dmarc"),
                            new Diagnosis(
                                    "the domain of From has no DMARC record",
                                    "publish a TXT record at _dmarc.DOMAIN, such as: v=DMARC1; p=none; rua=mailto:postmaster@DOMAIN",
                                    "From のドメインに DMARC レコードがありません",
                                    "_dmarc.ドメイン に TXT レコード（例: v=DMARC1; p=none; rua=mailto:postmaster@ドメイン）を公開します")),
                    known(
                            List.of("5.7.32", "4.7.32"),
                            List.of("align"),
                            new Diagnosis(
                                    "neither SPF nor DKIM proves the domain of From",
                                    "sign with d= of the From domain, or send with a MAIL FROM of that domain",
                                    "SPF でも DKIM でも From のドメインが証明されていません",
                                    "From と同じドメインの d= で署名するか、同じドメインの MAIL FROM で送ります")),
                    known(
                            List.of("5.7.26", "4.7.26", "5.7.509"),
                            List.of("dmarc policy", "dmarc"),
                            new Diagnosis(
                                    "the From domain's DMARC policy asks for refusal, and neither SPF nor DKIM passes for it",
                                    "for mail of your own: mend SPF or DKIM of the From domain (hikyaku verify shows which); for forwarded mail: keep the DKIM signature intact",
                                    "From のドメインの DMARC ポリシーが拒否を求めており、SPF も DKIM も通っていません",
                                    "自分のメールなら From のドメインの SPF か DKIM を直します（hikyaku verify で確認）。転送なら DKIM 署名を壊さないようにします")),
                    known(
                            List.of("5.7.26", "4.7.26"),
                            List.of("unauthenticated", "authenticate"),
                            new Diagnosis(
                                    "neither SPF nor DKIM passes",
                                    "publish the SPF record and the DKIM key that quickstart printed, and see: hikyaku verify",
                                    "SPF も DKIM も通っていません",
                                    "quickstart が示した SPF と DKIM のレコードを公開し、hikyaku verify で確かめます")),
                    known(
                            List.of("4.7.28", "5.7.28"),
                            List.of(),
                            new Diagnosis(
                                    "too much mail in too short a time, or mail that people did not want",
                                    "stop for ten minutes, look for a stolen account, then begin again slowly",
                                    "短時間に送りすぎたか、望まれないメールと判断されました",
                                    "10 分止め、乗っ取られたアカウントがないか調べ、少しずつ再開します")),
                    known(
                            List.of("5.7.1", "5.7.606", "5.7.511"),
                            List.of("blocked using", "block list", "s3150", "s3140", "banned"),
                            new Diagnosis(
                                    "the sending address is on a block list",
                                    "find out why mail was sent that got it there, mend it, then ask for removal at the address that the reply names",
                                    "送信元アドレスがブロックリストに載っています",
                                    "原因となった送信を止めてから、応答に書かれた窓口で解除を申請します")));

    private static Known known(List<String> statuses, List<String> words, Diagnosis diagnosis) {
        return new Known(statuses, words, diagnosis);
    }

    private Diagnoses() {}

    /** What {@code reply} means; empty for one that is not known. */
    public static Optional<Diagnosis> explain(Reply reply) {
        String status = reply.status() == null ? "" : reply.status().toString();
        return explain(status, reply.text());
    }

    /** As {@link #explain(Reply)}, from a status and the text. */
    public static Optional<Diagnosis> explain(String status, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return KNOWN.stream()
                .filter(k -> k.matches(status, lower))
                .map(Known::diagnosis)
                .findFirst();
    }
}
