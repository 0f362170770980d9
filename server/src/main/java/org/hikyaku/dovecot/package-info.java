/**
 * The client's side of Dovecot's authentication protocol, version 1 (Dovecot manual, "Dovecot Auth
 * Protocol"): a server that has Dovecot's users asks Dovecot who may log in.
 *
 * <p>{@link AuthReply} reads one line of the server, {@link AuthRequest} writes one of ours; both
 * are pure. {@link DovecotAuth} holds the conversation: a handshake that tells the mechanisms, then
 * one login over one connection, its challenges passed through as they are.
 *
 * <p>May use {@code net}. What a login must not do is for the caller to know.
 */
@NullMarked
package org.hikyaku.dovecot;

import org.jspecify.annotations.NullMarked;
