"""A PostgreSQL server behind a socket that is cut after so many pieces of the conversation."""

import socket
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

_NAME = ".s.PGSQL.5432"


class Cut:
    """Stands in `folder` for the server whose socket is in `server`.

    Of the pieces that go to and fro on one connection, whatever their direction, `after` get
    through; the next is lost, and the connection with it.
    """

    def __init__(self, folder: Path, server: Path, after: int) -> None:
        self.lost = False
        self._server = server
        self._left = after
        self._turn = threading.Lock()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(folder / _NAME))
        self._listener.listen()
        self._threads = [threading.Thread(target=self._serve)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server / _NAME))
            for pair in ((client, server), (server, client)):
                self._threads.append(threading.Thread(target=self._carry, args=pair))
                self._threads[-1].start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(1 << 16):
                with self._turn:
                    self.lost = self.lost or self._left == 0
                    self._left -= 1
                    if self.lost:
                        break
                    target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                end.close()
