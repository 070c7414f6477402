"""What processes of their own do at one ledger; imported by the forkserver that starts them."""

import os
import time
from pathlib import Path

from ledger_requests import application, lpp

from ai_export_policy import Client
from ai_export_policy.ledger import DrawRefused, Ledger, LedgerUnavailable


def drain(url: str, opa: str, worker: int, quantity: int, log: Path) -> None:
    """Apply for Poland until nothing fits any more; note each draw once it was answered."""
    with Ledger(url) as ledger, Client(opa, timeout=60) as client, log.open("a") as notes:
        number = 0
        while True:
            id_ = f"{worker}-{number}"
            try:
                request = application(id_, quantity, "PL")
                draw = ledger.reserve(request, client, author=f"worker {worker}")
            except DrawRefused:
                return
            except LedgerUnavailable:
                continue  # the others were quicker every time: the same id again
            notes.write(f"{draw.id}\n")
            notes.flush()
            number += 1


def draw_until_told(url: str, opa: str, worker: int, log: Path, end: Path) -> None:
    """Reserve, and commit every other draw, until the file `end` is there; note what was answered.

    A note is one write, so it is whole or not there whenever this process is killed.
    """
    notes = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    number = 0
    while not end.exists():
        try:
            with Ledger(url) as ledger, Client(opa, timeout=60) as client:
                while not end.exists():
                    id_ = f"{worker}-{number}"
                    os.write(notes, f"asked {id_}\n".encode())
                    draw = ledger.reserve(lpp(id_, 1), client, author="worker")
                    os.write(notes, f"{draw.state} {id_}\n".encode())
                    if number % 2 and draw.state == "reserved":
                        draw = ledger.commit(id_, author="worker")
                        os.write(notes, f"{draw.state} {id_}\n".encode())
                    number += 1
        except LedgerUnavailable:
            time.sleep(0.02)  # the same id again
