package org.hikyaku.zones;

import java.util.List;
import java.util.OptionalLong;
import org.hikyaku.dns.RecordChange;

/**
 * What became of changes that were published.
 *
 * @param changed how many were carried out
 * @param present how many were there already
 * @param serial of the zone afterwards; empty where it is not known
 * @param byHand what a person has to carry out: all of them with {@link ByHand}, otherwise none
 * @param instructions for that person; otherwise empty
 */
public record Published(
        int changed,
        int present,
        OptionalLong serial,
        List<RecordChange> byHand,
        String instructions) {

    /** Copies the list. */
    public Published {
        byHand = List.copyOf(byHand);
    }

    /** All is done. */
    public static Published done(int changed, int present, OptionalLong serial) {
        return new Published(changed, present, serial, List.of(), "");
    }

    /** A person has to do it. */
    public static Published left(List<RecordChange> changes, String instructions) {
        return new Published(0, 0, OptionalLong.empty(), changes, instructions);
    }

    /** Whether a person has to carry something out. */
    public boolean isByHand() {
        return !byHand.isEmpty();
    }
}
