"""What processes of their own do at one ledger; imported by the forkserver that starts them."""

import os
import signal
import threading
from pathlib import Path

from ledger_requests import lpp

from ai_export_policy import Client
from ai_export_policy.ledger import DrawRefused, Ledger, LedgerUnavailable


def drain(url: str, opa: str, worker: int, quantity: int, log: Path) -> None:
    """Reserve until nothing fits any more; note each draw once it was answered."""
    with Ledger(url) as ledger, Client(opa, timeout=60) as client, log.open("a") as notes:
        number = 0
        while True:
            id_ = f"{worker}-{number}"
            try:
                draw = ledger.reserve(lpp(id_, quantity), client, author=f"worker {worker}")
            except DrawRefused:
                return
            except LedgerUnavailable:
                continue  # the others were quicker every time: the same id again
            notes.write(f"{draw.id}\n")
            notes.flush()
            number += 1


def draw_and_die(url: str, opa: str, ids: list[str], seconds: float) -> None:
    """Reserve and commit each id, and be killed after so many seconds, wherever that is."""
    timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
    timer.start()
    with Ledger(url) as ledger, Client(opa, timeout=60) as client:
        for id_ in ids:
            ledger.reserve(lpp(id_, 1), client, author="worker")
            ledger.commit(id_, author="worker")
    timer.cancel()
