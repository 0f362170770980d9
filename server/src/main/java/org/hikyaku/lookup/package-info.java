/**
 * The real {@link org.hikyaku.dns.Resolver}, in layers: {@link DnsResolver} asks servers, {@link CachingResolver} remembers across messages, {@link BudgetedResolver} bounds what one message may
 * cost, {@link TracingResolver} writes down what was asked; {@link ZoneFiles} answers from zone files.
 *
 * <p>Whether an answer is DNSSEC-authentic is what the resolver says (the AD bit, RFC 6840 section 5.8), and it is believed only on the way that cannot be forged: a resolver on this host, or one that the settings call trusted.
 *
 * <p>May use {@code name}, {@code dns} and {@code ops}. All resolvers are safe for many threads.
 */
@NullMarked
package org.hikyaku.lookup;

import org.jspecify.annotations.NullMarked;
