"""The same order service as plain WSGI.

OPA_URL=http://127.0.0.1:8181 python python/samples/wsgi_service.py
"""

import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.simple_server import make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from orders import Reply, reply, reply_to, request_of, settings

from ai_export_policy import Client, ExportPolicyError
from ai_export_policy.request import MAX_BYTES

LOG = logging.getLogger("orders")


class Service:
    """The service; one client for all threads of a server and, after a fork, for each process."""

    def __init__(self) -> None:
        self._client = Client(**settings())

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; called by the server, at the same time by many threads."""
        status, document = self._answer(environ)
        body = json.dumps(document).encode()
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    def close(self) -> None:
        """Close the connections to OPA."""
        self._client.close()

    def _answer(self, environ: WSGIEnvironment) -> Reply:
        if environ.get("PATH_INFO") != "/orders":
            return 404, {"released": False}
        if environ["REQUEST_METHOD"] != "POST":
            return 405, {"released": False}
        length = int(environ.get("CONTENT_LENGTH") or 0)
        try:
            # One byte more than there may be is enough to be refused.
            body = environ["wsgi.input"].read(min(length, MAX_BYTES + 1))
            return reply(self._client.decide(request_of(body)))
        except ExportPolicyError as error:
            LOG.warning("order held: %s", type(error).__name__)
            return reply_to(error)


if __name__ == "__main__":
    with make_server("127.0.0.1", 8080, Service()) as server:
        server.serve_forever()
