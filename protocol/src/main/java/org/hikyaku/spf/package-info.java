/**
 * Sender Policy Framework (RFC 7208): may this address send mail for this domain?
 *
 * <p>A domain publishes a TXT record such as {@code v=spf1 ip4:192.0.2.25 include:_spf.example.net
 * -all}. A receiver reads it from left to right; the first term that matches the client's address
 * decides. Terms can ask for more DNS, so a hostile record could make a receiver work for an
 * attacker: {@link SpfLimits} bounds the lookups, the answers without data, and the names per MX
 * and PTR.
 *
 * <p>Start at {@link SpfVerifier#check}. {@link SpfResult} says what was decided, by which term,
 * after which lookups.
 *
 * <p>May use {@code wire}, {@code name} and {@code dns}; nothing here opens a socket or reads a
 * clock. All types are immutable.
 */
@NullMarked
package org.hikyaku.spf;

import org.jspecify.annotations.NullMarked;
