package org.hikyaku.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.hikyaku.findings.PolicyFetched;
import org.hikyaku.mtasts.MtaStsPolicy;
import org.hikyaku.name.DomainName;
import org.hikyaku.net.Deadline;

/** Fetches MTA-STS policies over HTTPS (RFC 8461 section 3.3). Safe for many threads. */
public final class PolicyFetch {

    /** RFC 8461 section 3.3 advises one minute for all of it; nobody waits that long here. */
    public static final Duration USUAL_TIME = Duration.ofSeconds(20);

    private final HttpClient client;
    private final Duration time;
    private final Function<DomainName, URI> place;

    /**
     * A fetcher.
     *
     * @param tls whom to trust
     * @param time for all of one fetch
     */
    public PolicyFetch(SSLContext tls, Duration time) {
        this(tls, time, PolicyFetch::place);
    }

    /** With another place to look at. */
    PolicyFetch(SSLContext tls, Duration time, Function<DomainName, URI> place) {
        this.time = time;
        this.place = place;
        // RFC 8461 section 3.3: redirects are not followed, nothing is cached.
        this.client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(time)
                        .build();
    }

    /** RFC 8461 section 3.2: where a policy stands. */
    private static URI place(DomainName domain) {
        return URI.create("https://mta-sts." + domain + "/.well-known/mta-sts.txt");
    }

    /** Fetches the policy of {@code domain}; blocks at most the time of this fetcher. */
    public PolicyFetched fetch(DomainName domain) {
        if (!domain.isHostName()) {
            return new PolicyFetched.Failed("mta-sts." + domain + " cannot be a host");
        }
        URI uri = place.apply(domain);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(time).GET().build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return page(response);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new PolicyFetched.Failed("interrupted");
        } catch (IOException e) {
            return new PolicyFetched.Failed(reason(e));
        }
    }

    private PolicyFetched page(HttpResponse<InputStream> response) throws IOException {
        String type =
                response.headers()
                        .firstValue("Content-Type")
                        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .orElse("");
        try (InputStream body = response.body();
                Deadline deadline = Deadline.of(body, time)) {
            byte[] octets = body.readNBytes(MtaStsPolicy.MAX_OCTETS + 1);
            if (deadline.hasPassed()) {
                return new PolicyFetched.Failed("too slow: more than " + time.toSeconds() + " s");
            }
            if (octets.length > MtaStsPolicy.MAX_OCTETS) {
                return new PolicyFetched.Failed(
                        "the file is larger than " + MtaStsPolicy.MAX_OCTETS + " octets");
            }
            return new PolicyFetched.Page(
                    response.statusCode(), type, new String(octets, StandardCharsets.UTF_8));
        }
    }

    /** The innermost message tells most: an untrusted certificate, a name that has no address. */
    private static String reason(IOException e) {
        Throwable at = e;
        while (at.getCause() != null && at.getCause() != at) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null || message.isBlank() ? at.getClass().getSimpleName() : message;
    }
}
