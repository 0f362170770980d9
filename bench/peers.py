"""Prints the processor microseconds that dkimpy and pyspf need for a message, as "label number" lines.

usage: peers.py FOLDER   with the files that org.hikyaku.bench.PeerFiles writes
"""

import sys
import time

import dkim
import spf

ROUNDS = 200


def records(folder):
    with open(folder + "/records", encoding="ascii") as lines:
        return dict(line.rstrip("\n").split(" ", 1) for line in lines)


def micros(work):
    for _ in range(20):
        work()
    start = time.process_time()
    for _ in range(ROUNDS):
        work()
    return (time.process_time() - start) / ROUNDS * 1e6


def main():
    folder = sys.argv[1]
    txt = records(folder)

    def key(name, timeout=5):
        name = name.decode("ascii") if isinstance(name, bytes) else name
        return txt[name.rstrip(".")].encode("ascii")

    def lookup(name, qtype, *_args, **_kwargs):
        return [((name, "TXT"), [txt[name].encode("ascii")])] if qtype == "TXT" and name in txt else []

    spf.DNSLookup = lookup

    def verify(message, count):
        for i in range(count):
            if not dkim.DKIM(message).verify(idx=i, dnsfunc=key):
                raise SystemExit("dkimpy does not verify signature %d" % i)

    def check(message):
        if spf.check2("192.0.2.25", "alice@sender.example", "mx.sender.example")[0] != "pass":
            raise SystemExit("pyspf does not pass")
        verify(message, 2)

    with open(folder + "/both.eml", "rb") as both, open(folder + "/rsa.eml", "rb") as rsa:
        both, rsa = both.read(), rsa.read()
    print("dkimpy-rsa %.0f" % micros(lambda: verify(rsa, 1)))
    print("dkimpy-both %.0f" % micros(lambda: verify(both, 2)))
    print("dkimpy-pyspf %.0f" % micros(lambda: check(both)))


main()
