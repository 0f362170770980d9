package org.hikyaku.zones;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.hikyaku.dns.Place;
import org.hikyaku.name.DomainName;
import org.hikyaku.wire.Printable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The HTTP API of PowerDNS Authoritative (4.x, {@code /api/v1}), as far as records go.
 *
 * @param base such as {@code http://127.0.0.1:8081}
 * @param serverId nearly always {@code localhost}
 * @param apiKey shown nowhere
 */
record PowerDnsApi(URI base, String serverId, String apiKey, Duration timeout) {

    /** A zone of 100,000 records takes 20 MB of JSON; a question for one name far less. */
    private static final int MAX_BODY_BYTES = 32 << 20;

    private static final int MAX_SHOWN_CHARS = 300;

    /**
     * What the API answers.
     *
     * @param body a missing node where it is empty or no JSON
     */
    record Reply(int status, JsonNode body) {

        /** PowerDNS tells of errors in a member of this name. */
        String problem() {
            String said = body.path("error").asString("");
            return status + (said.isEmpty() ? "" : ": " + Printable.of(said, MAX_SHOWN_CHARS));
        }
    }

    @Override
    public String toString() {
        return "PowerDNS at " + base;
    }

    /** The zone without its records: kind, serial. */
    Reply zone(DomainName zone) throws IOException {
        return send("GET", path(zone) + "?rrsets=false", "");
    }

    /** The records of one name and type; an old server sends the whole zone. */
    Reply records(DomainName zone, Place place) throws IOException {
        String query =
                "?rrset_name="
                        + URLEncoder.encode(place.name() + ".", StandardCharsets.UTF_8)
                        + "&rrset_type="
                        + place.type();
        return send("GET", path(zone) + query, "");
    }

    /** Changes sets of records, all or none. */
    Reply change(DomainName zone, JsonNode body) throws IOException {
        return send("PATCH", path(zone), body.toString());
    }

    /** Tells the secondaries. */
    Reply tellSecondaries(DomainName zone) throws IOException {
        return send("PUT", path(zone) + "/notify", "");
    }

    private String path(DomainName zone) {
        String id = zone.ascii().replace("/", "=2F") + ".";
        return "/api/v1/servers/" + serverId + "/zones/" + id;
    }

    private Reply send(String method, String path, String body) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(base.resolve(path))
                        .timeout(timeout)
                        .header("X-API-Key", apiKey)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build()) {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                return new Reply(response.statusCode(), json(in.readNBytes(MAX_BODY_BYTES + 1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static JsonNode json(byte[] octets) throws IOException {
        if (octets.length > MAX_BODY_BYTES) {
            throw new IOException("the answer is longer than " + MAX_BODY_BYTES + " octets");
        }
        JsonMapper mapper = new JsonMapper();
        try {
            return octets.length == 0 ? mapper.missingNode() : mapper.readTree(octets);
        } catch (JacksonException _) {
            return mapper.missingNode(); // an error page; the status tells
        }
    }
}
