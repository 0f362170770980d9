package org.hikyaku.zonefile;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The record types that have a name (IANA DNS parameters), with the form of their data. */
public final class RecordTypes {

    static final int A = 1;
    static final int NS = 2;
    static final int CNAME = 5;
    static final int SOA = 6;
    static final int PTR = 12;
    static final int MX = 15;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int NAPTR = 35;
    static final int A6 = 38;
    static final int DNAME = 39;
    static final int DS = 43;
    static final int RRSIG = 46;
    static final int NSEC = 47;
    static final int DNSKEY = 48;
    static final int NSEC3 = 50;
    static final int CDS = 59;
    static final int CDNSKEY = 60;
    static final int SVCB = 64;
    static final int HTTPS = 65;
    static final int SPF = 99;

    private static final int MAX = 65_535;

    /** RFC 6895 section 3.1: for questions and sessions, never in a zone. */
    private static final Set<String> META =
            Set.of("OPT", "TKEY", "TSIG", "IXFR", "AXFR", "MAILB", "MAILA", "ANY");

    private static final String TABLE =
            """
            A 1 A4
            NS 2 NAME
            MD 3 NAME
            MF 4 NAME
            CNAME 5 NAME
            SOA 6 NAME NAME U32 PERIOD PERIOD PERIOD PERIOD
            MB 7 NAME
            MG 8 NAME
            MR 9 NAME
            WKS 11 A4 WORDS
            PTR 12 NAME
            HINFO 13 STRING STRING
            MINFO 14 NAME NAME
            MX 15 U16 NAME
            TXT 16 STRINGS
            RP 17 NAME NAME
            AFSDB 18 U16 NAME
            X25 19 STRING
            ISDN 20 STRINGS
            RT 21 U16 NAME
            NSAP 22 NSAP
            NSAP-PTR 23 NAME
            SIG 24 TYPE ALGORITHM U8 PERIOD TIME TIME U16 NAME BASE64
            KEY 25 U16 U8 ALGORITHM BASE64
            PX 26 U16 NAME NAME
            GPOS 27 STRING STRING STRING
            AAAA 28 A6
            LOC 29 LOCATION
            NXT 30 NAME TYPES
            EID 31 HEX
            NIMLOC 32 HEX
            SRV 33 U16 U16 U16 NAME
            ATMA 34 WORDS
            NAPTR 35 U16 U16 STRING STRING STRING NAME
            KX 36 U16 NAME
            CERT 37 CERTIFICATE_TYPE U16 ALGORITHM BASE64
            A6 38 U8 WORDS
            DNAME 39 NAME
            SINK 40 U8 U8 U8 BASE64
            APL 42 ANYTHING
            DS 43 U16 ALGORITHM U8 HEX
            SSHFP 44 U8 U8 HEX
            IPSECKEY 45 U8 U8 U8 WORDS
            RRSIG 46 TYPE ALGORITHM U8 PERIOD TIME TIME U16 NAME BASE64
            NSEC 47 NAME TYPES
            DNSKEY 48 U16 U8 ALGORITHM BASE64
            DHCID 49 BASE64
            NSEC3 50 U8 U8 U16 SALT BASE32HEX TYPES
            NSEC3PARAM 51 U8 U8 U16 SALT
            TLSA 52 U8 U8 U8 HEX
            SMIMEA 53 U8 U8 U8 HEX
            HIP 55 U8 WORDS
            NINFO 56 STRINGS
            RKEY 57 U16 U8 ALGORITHM BASE64
            TALINK 58 NAME NAME
            CDS 59 U16 ALGORITHM U8 HEX
            CDNSKEY 60 U16 U8 ALGORITHM BASE64
            OPENPGPKEY 61 BASE64
            CSYNC 62 U32 U16 TYPES
            ZONEMD 63 U32 U8 U8 HEX
            SVCB 64 U16 NAME PARAMETERS
            HTTPS 65 U16 NAME PARAMETERS
            DSYNC 66 TYPE SCHEME U16 NAME
            HHIT 67 BASE64
            BRID 68 BASE64
            SPF 99 STRINGS
            NID 104 U16 NODE64
            L32 105 U16 A4
            L64 106 U16 NODE64
            LP 107 U16 NAME
            EUI48 108 EUI48
            EUI64 109 EUI64
            OPT 41
            TKEY 249
            TSIG 250
            IXFR 251
            AXFR 252
            MAILB 253
            MAILA 254
            ANY 255
            URI 256 U16 U16 LONG_STRING
            CAA 257 U8 CAA_TAG LONG_STRING
            AVC 258 STRINGS
            DOA 259 U32 U32 U8 STRING BASE64
            AMTRELAY 260 U8 U8 U8 WORDS
            RESINFO 261 STRINGS
            WALLET 262 STRINGS
            TA 32768 U16 ALGORITHM U8 HEX
            DLV 32769 U16 ALGORITHM U8 HEX
            """;

    private static final Map<String, Integer> NUMBERS = new HashMap<>();
    private static final Map<Integer, String> NAMES = new HashMap<>();
    private static final Map<Integer, List<Field>> FORMS = new HashMap<>();

    static {
        for (String row : TABLE.lines().toList()) {
            String[] words = row.split(" ");
            int number = Integer.parseInt(words[1]);
            NUMBERS.put(words[0], number);
            NAMES.put(number, words[0]);
            if (words.length > 2) {
                FORMS.put(number, Arrays.stream(words).skip(2).map(Field::valueOf).toList());
            }
        }
    }

    private RecordTypes() {}

    /** The number of a type by name, or as {@code TYPE123} (RFC 3597 section 5); -1 for none. */
    public static int number(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Integer known = NUMBERS.get(upper);
        if (known != null) {
            return known;
        }
        if (!upper.matches("TYPE[0-9]{1,5}")) {
            return -1;
        }
        int number = Integer.parseInt(upper.substring(4));
        return number <= MAX ? number : -1;
    }

    /** Its name, or {@code TYPE123}. */
    public static String name(int number) {
        return NAMES.getOrDefault(number, "TYPE" + number);
    }

    /** All names. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(NUMBERS.keySet());
    }

    static boolean isMeta(int number) {
        return META.contains(name(number));
    }

    /** The parts of the data; null for types that have no text form here (RFC 3597). */
    static @Nullable List<Field> form(int number) {
        return FORMS.get(number);
    }
}
