"""traffic.py SENDER RECIPIENT WORD STOPFILE: a message every 100 ms to 127.0.0.1:25 until STOPFILE is there.
Writes a line for each: its number and the reply."""
import os
import smtplib
import sys
import time

sender, recipient, word, stop = sys.argv[1:5]
number = 0
due = time.monotonic()
while not os.path.exists(stop):
    number += 1
    text = (
        f"From: {sender}\r\nTo: {recipient}\r\nSubject: {word} {number}\r\n"
        f"Message-ID: <{word}.{number}@{sender.split('@')[1]}>\r\n\r\nA line of text.\r\n"
    )
    try:
        with smtplib.SMTP("127.0.0.1", 25, timeout=60) as smtp:
            refused = smtp.sendmail(sender, [recipient], text)
            print(number, 250 if not refused else refused, flush=True)
    except (smtplib.SMTPException, OSError) as problem:
        print(number, repr(problem), flush=True)
    due += 0.1
    time.sleep(max(0.0, due - time.monotonic()))
