package org.hikyaku.zonefile;

/** The parts that record data are made of, in their text form. */
enum Field {
    U8,
    U16,
    U32,
    /** Seconds, with units allowed. */
    PERIOD,
    /** A record type by name. */
    TYPE,
    NAME,
    /** One character string of at most 255 octets. */
    STRING,
    /** One or more character strings, to the end. */
    STRINGS,
    /** One string without a limit but that of the data (RFC 7553, RFC 8659). */
    LONG_STRING,
    A4,
    A6,
    /** Hexadecimal to the end. */
    HEX,
    /** Hexadecimal in one word, after its length; {@code -} for none. */
    SALT,
    BASE64,
    BASE32HEX,
    /** Record types to the end; may be none. */
    TYPES,
    /** YYYYMMDDHHMMSS or seconds. */
    TIME,
    ALGORITHM,
    CERTIFICATE_TYPE,
    CAA_TAG,
    /** SVCB parameters to the end. */
    PARAMETERS,
    LOCATION,
    EUI48,
    EUI64,
    NODE64,
    NSAP,
    SCHEME,
    /** At least one word, not looked at further. */
    WORDS,
    /** Words or nothing, not looked at further. */
    ANYTHING
}
