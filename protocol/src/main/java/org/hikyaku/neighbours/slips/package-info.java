/**
 * What a setup does that its author does not know: a setting that a later line replaces, a
 * signature that is never made, a report that nobody gets.
 *
 * <p>{@link org.hikyaku.neighbours.slips.Slips#of} looks at a {@link
 * org.hikyaku.neighbours.setup.Setup} and gives {@link org.hikyaku.neighbours.slips.Slip}s, the
 * worst first. Each has a {@link org.hikyaku.neighbours.slips.SlipRule}, a place, what is written
 * there, and in English and Japanese what really happens and what to do. What works as its author
 * means it is no slip: a rule that cannot be sure says nothing.
 *
 * <p>Pure: the time and the {@link org.hikyaku.dns.Resolver} are arguments. For zones that the host
 * itself serves its zone files answer, before the resolver is asked. May use what reads files and
 * records. Immutable.
 */
@NullMarked
package org.hikyaku.neighbours.slips;

import org.jspecify.annotations.NullMarked;
