/**
 * {@code hikyaku dns}: a change to the DNS as a plan that is shown, proven, carried out, followed
 * and taken back.
 *
 * <p>{@code plan} looks up what is published, holds it against what the domain wants ({@link
 * org.hikyaku.plan.Diff}) and judges messages that were seen by the zone as it would be ({@link
 * org.hikyaku.plan.Replay}). {@code apply} writes down what was there, publishes, and follows until
 * every server answers. {@code undo} takes the last one back. Blocking code; whatever is written is
 * on the disk before the first change.
 */
@NullMarked
package org.hikyaku.app.dns;

import org.jspecify.annotations.NullMarked;
