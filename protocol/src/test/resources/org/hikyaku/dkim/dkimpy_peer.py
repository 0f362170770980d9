"""Lets dkimpy verify or sign all messages of a folder in one process.

usage: dkimpy_peer.py verify FOLDER   prints "NAME ok ok" for each *.eml, one word per signature
       dkimpy_peer.py sign FOLDER     writes NAME.signed for each *.eml, as plan.json says
keys.json maps names to TXT records.
"""
import json
import os
import sys

import dkim

mode, folder = sys.argv[1:3]
os.chdir(folder)
keys = json.load(open("keys.json"))


def txt(name, timeout=5):
    return keys.get(name.decode().rstrip("."), "").encode()


def read(name):
    with open(name, "rb") as file:
        return file.read()


def verify(name):
    message = read(name)
    words = []
    for index in range(message.lower().count(b"dkim-signature:")):
        try:
            words.append("ok" if dkim.DKIM(message).verify(index, dnsfunc=txt) else "bad")
        except Exception as problem:
            words.append("error:" + repr(problem).replace(" ", "_"))
    print(name, *words)


def sign(name, how):
    message = read(name)
    signature = dkim.sign(
        message,
        how["selector"].encode(),
        b"example.com",
        read(how["key"]),
        canonicalize=(how["header"].encode(), how["body"].encode()),
        signature_algorithm=how["algorithm"].encode(),
        include_headers=[b"from", b"to", b"subject", b"date", b"x-long", b"x-odd", b"from"],
        length=how["length"],
    )
    with open(name + ".signed", "wb") as file:
        file.write(signature + message)


if mode == "verify":
    for name in sorted(n for n in os.listdir(".") if n.endswith(".eml")):
        verify(name)
else:
    for name, how in json.load(open("plan.json")).items():
        sign(name, how)
