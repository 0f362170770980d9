/**
 * From what a domain wants and what it publishes to a list of changes, each with its why, and to
 * the proof that they break no mail.
 *
 * <p>{@link org.hikyaku.plan.Diff} compares: every wanted record is present, missing, to be changed
 * or in conflict with another's, and whatever belongs to others stays. SPF, DMARC and key records
 * have rules of their own, because two of them are none and because half of one is worse. {@link
 * org.hikyaku.plan.Replay} judges messages that were seen by the DNS of now and by the planned one,
 * and tells whose verdict would flip.
 *
 * <p>May use {@code wire}, {@code name}, {@code dns}, {@code spf}, {@code dkim}, {@code dmarc} and
 * {@code zone}. Pure but for the {@link org.hikyaku.dns.Resolver} that is passed in; all types are
 * immutable.
 */
@NullMarked
package org.hikyaku.plan;

import org.jspecify.annotations.NullMarked;
