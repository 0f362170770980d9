package org.hikyaku.zones;

import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hikyaku.name.DomainName;
import org.xbill.DNS.Name;
import org.xbill.DNS.TSIG;

/**
 * A key that dynamic updates are signed with (RFC 8945).
 *
 * @param name the same here and at the server
 * @param algorithm such as {@code hmac-sha256}
 * @param secret not a copy; shown nowhere
 */
record TsigKey(DomainName name, String algorithm, byte[] secret) {

    /** RFC 8945 section 6: MD5 and SHA-1 are not to be used any more. */
    private static final Map<String, Name> ALGORITHMS =
            Map.of(
                    "hmac-sha256", TSIG.HMAC_SHA256,
                    "hmac-sha384", TSIG.HMAC_SHA384,
                    "hmac-sha512", TSIG.HMAC_SHA512);

    /** As tsig-keygen writes it and BIND's configuration has it. */
    private static final Pattern CLAUSE =
            Pattern.compile("\\bkey\\s+\"?([^\\s\"{;]{1,253})\"?\\s*\\{([^}]{1,8000})\\}");

    private static final Pattern ALGORITHM =
            Pattern.compile("\\balgorithm\\s+\"?([A-Za-z0-9.-]{1,100})\"?\\s*;");

    private static final Pattern SECRET =
            Pattern.compile("\\bsecret\\s+\"?([A-Za-z0-9+/=]{1,2000})\"?\\s*;");

    /** As nsupdate -y and Knot's tools take it: algorithm:name:secret. */
    private static final Pattern ONE_LINE =
            Pattern.compile(
                    "\\s*([A-Za-z0-9-]{1,100}):([^\\s:]{1,253}):([A-Za-z0-9+/=]{1,2000})\\s*");

    /** Reads a key file. */
    static TsigKey read(Path file) throws SecretFile.Unusable {
        return parse(file, SecretFile.read(file));
    }

    /** Reads {@code text} as if it stood in {@code file}. */
    static TsigKey parse(Path file, String text) throws SecretFile.Unusable {
        Matcher line = ONE_LINE.matcher(text);
        if (line.matches()) {
            return of(file, line.group(2), line.group(1), line.group(3));
        }
        Matcher clause = CLAUSE.matcher(text);
        if (clause.find()) {
            Matcher algorithm = ALGORITHM.matcher(clause.group(2));
            Matcher secret = SECRET.matcher(clause.group(2));
            if (algorithm.find() && secret.find()) {
                return of(file, clause.group(1), algorithm.group(1), secret.group(1));
            }
        }
        throw new SecretFile.Unusable(
                file + " holds no TSIG key",
                "make one with: tsig-keygen -a hmac-sha256 NAME > " + file);
    }

    private static TsigKey of(Path file, String name, String algorithm, String secret)
            throws SecretFile.Unusable {
        String plain = algorithm.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        if (!ALGORITHMS.containsKey(plain)) {
            throw new SecretFile.Unusable(
                    file + ": the algorithm " + plain + " is too weak or unknown",
                    "make a key with: tsig-keygen -a hmac-sha256 " + name);
        }
        Optional<DomainName> parsed = DomainName.parse(name);
        Optional<byte[]> octets = decoded(secret);
        if (parsed.isEmpty() || octets.isEmpty()) {
            throw new SecretFile.Unusable(
                    file + ": name or secret of the TSIG key cannot be read",
                    "copy the key clause of the name server unchanged");
        }
        return new TsigKey(parsed.get(), plain, octets.get());
    }

    private static Optional<byte[]> decoded(String secret) {
        try {
            byte[] octets = Base64.getDecoder().decode(secret);
            return octets.length == 0 ? Optional.empty() : Optional.of(octets);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** The algorithm on the wire. */
    Name wireAlgorithm() {
        Name name = ALGORITHMS.get(algorithm);
        if (name == null) {
            throw new IllegalStateException(algorithm);
        }
        return name;
    }

    @Override
    public String toString() {
        return name + " (" + algorithm + ")";
    }
}
