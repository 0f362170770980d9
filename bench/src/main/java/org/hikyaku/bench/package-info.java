/**
 * Measurements of the inner parts with JMH: {@code bench/run jmh}.
 *
 * <p>{@link ZoneBench} edits a zone of a million records: {@code bench/run zone}.
 *
 * <p>Whole programs beside their peers are measured by {@code bench/run mail}.
 */
@NullMarked
package org.hikyaku.bench;

import org.jspecify.annotations.NullMarked;
