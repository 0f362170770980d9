package org.hikyaku.receivers;

/**
 * What a refusal means.
 *
 * @param cause one sentence
 * @param fix what to do
 * @param causeJa the cause in Japanese
 * @param fixJa the fix in Japanese
 */
public record Diagnosis(String cause, String fix, String causeJa, String fixJa) {}
