package org.hikyaku.spf;

import java.util.List;
import java.util.Optional;
import org.hikyaku.name.IpNet;
import org.hikyaku.spf.SpfResult.Code;
import org.jspecify.annotations.Nullable;

/**
 * A record that follows the grammar of RFC 7208 section 12.
 *
 * @param text as published
 * @param directives from left to right
 * @param redirect where to go on when nothing matches, or null (section 6.1)
 * @param explanation where the text for a fail lies, or null (section 6.2)
 */
public record SpfRecord(
        String text,
        List<Directive> directives,
        @Nullable Modifier redirect,
        @Nullable Modifier explanation) {

    /** Copies the list. */
    public SpfRecord {
        directives = List.copyOf(directives);
    }

    /** The directives that may ever be used: none behind {@code all} (section 5.1). */
    public List<Directive> directivesInForce() {
        for (int i = 0; i < directives.size(); i++) {
            if (directives.get(i).mechanism() instanceof All) {
                return directives.subList(0, i + 1);
            }
        }
        return directives;
    }

    /** The redirect, where no {@code all} stands beside it (section 6.1). */
    public Optional<Modifier> redirectInForce() {
        boolean all = directives.stream().anyMatch(d -> d.mechanism() instanceof All);
        return all ? Optional.empty() : Optional.ofNullable(redirect);
    }

    /**
     * One mechanism with its qualifier.
     *
     * @param result what a match means: pass for {@code +} or nothing, fail for {@code -}, softfail
     *     for {@code ~}, neutral for {@code ?}
     * @param position where the term starts in the record, from 0
     * @param text the term as written
     */
    public record Directive(Code result, Mechanism mechanism, int position, String text) {}

    /**
     * A modifier that means something.
     *
     * @param target the name to look up
     * @param position where the term starts in the record, from 0
     * @param text the term as written
     */
    public record Modifier(MacroString target, int position, String text) {}

    /** What is compared with the client (RFC 7208 section 5). */
    public sealed interface Mechanism {

        /** Whether it asks DNS and so counts towards the limit (RFC 7208 section 4.6.4). */
        default boolean asksDns() {
            return switch (this) {
                case All _, Ip _ -> false;
                case Include _, A _, Mx _, Ptr _, Exists _ -> true;
            };
        }
    }

    /** Section 5.1: everybody. */
    public record All() implements Mechanism {}

    /** Section 5.2: whoever the record of another domain passes. */
    public record Include(MacroString target) implements Mechanism {}

    /**
     * Section 5.3: the addresses of a name.
     *
     * @param target null for the current domain
     * @param prefix4 0 to 32, leading bits that count
     * @param prefix6 0 to 128
     */
    public record A(@Nullable MacroString target, int prefix4, int prefix6) implements Mechanism {}

    /**
     * Section 5.4: the addresses of the mail exchangers of a name.
     *
     * @param target null for the current domain
     * @param prefix4 0 to 32, leading bits that count
     * @param prefix6 0 to 128
     */
    public record Mx(@Nullable MacroString target, int prefix4, int prefix6) implements Mechanism {}

    /**
     * Section 5.5: the names of the client (do not publish).
     *
     * @param target null for the current domain
     */
    public record Ptr(@Nullable MacroString target) implements Mechanism {}

    /** Section 5.6, ip4 and ip6: a network. */
    public record Ip(IpNet network) implements Mechanism {}

    /** Section 5.7: whether a name has any address. */
    public record Exists(MacroString target) implements Mechanism {}
}
