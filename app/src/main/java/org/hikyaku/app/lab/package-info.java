/**
 * The whole path of a message on one machine, without root and without anything installed: DNS, a
 * certificate authority, a sending server and a strict receiver, all real, on loopback.
 *
 * <p>{@link LabCommand} is the entry; {@code LabRun} starts everything and tells each step; {@code
 * DnsResponder} is the authoritative name server; {@code LabClient} is the mail program. Both
 * servers are what {@code hikyaku serve} runs.
 *
 * <p>May use everything.
 */
@NullMarked
package org.hikyaku.app.lab;

import org.jspecify.annotations.NullMarked;
