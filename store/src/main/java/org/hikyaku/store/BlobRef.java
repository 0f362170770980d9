package org.hikyaku.store;

/**
 * Where a message's bytes lie. Opaque outside the store.
 *
 * @param segment the file
 * @param offset where in it
 * @param sizeBytes how many octets
 * @param crc32c the checksum of the octets (RFC 3720 appendix B.4), checked on reading
 */
public record BlobRef(long segment, long offset, long sizeBytes, int crc32c) {}
