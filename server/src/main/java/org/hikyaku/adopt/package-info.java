/**
 * Takes over a server that is there, step by step, and gives it back: {@link AdoptionPlan} is what
 * is to be done, {@link Adoption} does it and undoes it, {@link Journal} remembers how far it came.
 *
 * <p>The journal knows each step before it is begun: what every file was (octets, owner, mode,
 * time) and what it becomes, every command and the one that takes it back. It is on the disk before
 * anything else is touched. So a run that was ended anywhere, by a power cut too, either goes on or
 * is taken back. A file that somebody else has changed since is never overwritten unasked.
 *
 * <p>What the machine does, files, programs, probes, is behind {@link Machine}; the rest is plain
 * sequence. One run at a time: the journal holds a lock. May use {@code wire}, {@code name}, {@code
 * dns}, {@code milter}, {@code convergence} and {@code machine}.
 */
@NullMarked
package org.hikyaku.adopt;

import org.jspecify.annotations.NullMarked;
