package org.hikyaku.zones;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.hikyaku.dns.DnsRecord;
import org.hikyaku.dns.Place;
import org.hikyaku.dns.RecordChange;
import org.hikyaku.lookup.RecordText;
import org.hikyaku.name.DomainName;
import org.hikyaku.zones.PublishException.Progress;
import org.hikyaku.zones.PublishException.Reason;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Publishes over the API of PowerDNS. All changes go in one request, which happens whole or not at
 * all. The API knows no "only if it is still so": between reading a set of records and writing it
 * lie some milliseconds in which a change of somebody else would be lost.
 */
final class PowerDnsPublisher implements Publisher {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** Of a record that says nothing, where there is none of its name and type yet. */
    private static final long DEFAULT_TTL_SECONDS = 3600;

    private final URI base;
    private final String serverId;
    private final Path keyFile;
    private final Duration timeout;

    PowerDnsPublisher(URI base, String serverId, Path keyFile, Duration timeout) {
        this.base = base;
        this.serverId = serverId;
        this.keyFile = keyFile;
        this.timeout = timeout;
    }

    @Override
    public String description() {
        return "the API of PowerDNS at " + base;
    }

    @Override
    public Published publish(DomainName zone, List<RecordChange> changes) throws PublishException {
        try {
            String key = SecretFile.read(keyFile).strip();
            return new Run(zone, changes, new PowerDnsApi(base, serverId, key, timeout)).publish();
        } catch (SecretFile.Unusable e) {
            throw e.toPublish(changes);
        } catch (IOException e) {
            String why = e.getMessage() == null ? "no connection" : e.getMessage();
            throw new PublishException(
                    Reason.UNREACHABLE,
                    description() + " cannot be reached: " + why,
                    "see whether it runs with api=yes and webserver=yes, and the publisher's url",
                    Progress.none(changes),
                    e);
        }
    }

    /** One publication. */
    private record Run(DomainName zone, List<RecordChange> changes, PowerDnsApi api) {

        Published publish() throws IOException, PublishException {
            List<RrsetEdit> edits = new ArrayList<>();
            ObjectNode body = new JsonMapper().createObjectNode();
            ArrayNode sets = body.putArray("rrsets");
            for (Map.Entry<Place, List<RecordChange>> e : RrsetEdit.byPlace(changes).entrySet()) {
                JsonNode present = present(e.getKey());
                RrsetEdit edit = RrsetEdit.of(rrset(e.getKey(), present), e.getValue());
                requireFitting(edit);
                edits.add(edit);
                if (!edit.isDone()) {
                    write(sets.addObject(), edit, present);
                }
            }
            int present = edits.stream().mapToInt(RrsetEdit::present).sum();
            if (!sets.isEmpty()) {
                require(api.change(zone, body), NO_CONTENT);
            }
            return Published.done(changes.size() - present, present, finish(!sets.isEmpty()));
        }

        /** The set as the API has it; a missing node where there is none. */
        private JsonNode present(Place place) throws IOException, PublishException {
            JsonNode body = require(api.records(zone, place), OK);
            for (JsonNode set : body.path("rrsets")) {
                boolean same =
                        DomainName.parse(set.path("name").asString(""))
                                        .filter(place.name()::equals)
                                        .isPresent()
                                && set.path("type").asString("").equals(place.type().name());
                if (same) {
                    return set;
                }
            }
            return new JsonMapper().missingNode();
        }

        private RrsetEdit.Rrset rrset(Place place, JsonNode set) throws PublishException {
            List<DnsRecord> records = new ArrayList<>();
            for (JsonNode record : set.path("records")) {
                if (!record.path("disabled").asBoolean(false)) {
                    records.add(record(place, record.path("content").asString("")));
                }
            }
            return new RrsetEdit.Rrset(place, records, set.path("ttl").asLong(0));
        }

        private DnsRecord record(Place place, String content) throws PublishException {
            return RecordText.parse(place.type(), content)
                    .orElseThrow(
                            () ->
                                    failed(
                                            Reason.ZONE,
                                            "a "
                                                    + place.type()
                                                    + " record of "
                                                    + place.name()
                                                    + " there cannot be read",
                                            "look at it with: pdnsutil list-zone " + zone));
        }

        private void requireFitting(RrsetEdit edit) throws PublishException {
            if (edit.conflict().isPresent()) {
                Place place = edit.before().place();
                throw failed(
                        Reason.CONFLICT,
                        "the "
                                + place.type()
                                + " record of "
                                + place.name()
                                + " that was to be replaced is not there any more",
                        "plan again");
            }
        }

        private static void write(ObjectNode node, RrsetEdit edit, JsonNode before) {
            Place place = edit.before().place();
            node.put("name", place.name() + ".");
            node.put("type", place.type().name());
            ArrayNode records = new JsonMapper().createArrayNode();
            for (DnsRecord record : edit.after()) {
                records.addObject().put("content", record.text()).put("disabled", false);
            }
            for (JsonNode record : before.path("records")) {
                if (record.path("disabled").asBoolean(false)) {
                    records.add(record); // switched off by somebody, who will want it back
                }
            }
            node.put("changetype", records.isEmpty() ? "DELETE" : "REPLACE");
            if (!records.isEmpty()) {
                node.put("ttl", ttl(edit));
                node.set("records", records);
            }
        }

        private static long ttl(RrsetEdit edit) {
            if (edit.ttl() != null) {
                return edit.ttl().toSeconds();
            }
            long before = edit.before().ttlSeconds();
            return before == 0 ? DEFAULT_TTL_SECONDS : before;
        }

        /** The serial, and word to the secondaries: PowerDNS itself looks every minute only. */
        private OptionalLong finish(boolean changed) throws IOException {
            PowerDnsApi.Reply reply = api.zone(zone);
            String kind = reply.body().path("kind").asString("");
            if (changed && (kind.equals("Master") || kind.equals("Primary"))) {
                api.tellSecondaries(zone); // what becomes of it, the follower sees
            }
            JsonNode serial = reply.body().path("serial");
            return serial.isIntegralNumber()
                    ? OptionalLong.of(serial.longValue())
                    : OptionalLong.empty();
        }

        private JsonNode require(PowerDnsApi.Reply reply, int status) throws PublishException {
            if (reply.status() == status) {
                return reply.body();
            }
            throw switch (reply.status()) {
                case UNAUTHORIZED, FORBIDDEN ->
                        failed(
                                Reason.CREDENTIALS,
                                api + " does not accept the API key (" + reply.status() + ")",
                                "write the value of its api-key into the key file; webserver-allow-from"
                                        + " must name this host");
                case NOT_FOUND ->
                        failed(
                                Reason.REFUSED,
                                api + " has no zone " + zone + " (" + reply.problem() + ")",
                                "make it there, or name the zone that holds the names");
                default ->
                        failed(
                                Reason.REFUSED,
                                api + " says " + reply.problem(),
                                "see the record and the log of PowerDNS");
            };
        }

        private PublishException failed(Reason reason, String problem, String remedy) {
            return new PublishException(reason, problem, remedy, Progress.none(changes));
        }
    }
}
