package org.hikyaku.zonefile;

/** What could have stood where something else was read; its names are keys of the texts. */
enum Wanted {
    TYPE,
    NAME,
    NUMBER_8,
    NUMBER_16,
    NUMBER_32,
    PERIOD,
    STRING,
    IPV4,
    IPV6,
    HEX,
    BASE64,
    BASE32HEX,
    TIME,
    TYPES,
    ALGORITHM,
    CERTIFICATE_TYPE,
    PARAMETER,
    CAA_TAG,
    EUI,
    NODE,
    LOCATION,
    FILE,
    RANGE,
    GENERATE_MODIFIER,
    SALT,
    NSAP,
    SCHEME,
    ONE_TOKEN,
    DATA
}
