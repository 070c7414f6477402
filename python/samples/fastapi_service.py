"""An order service on FastAPI that asks OPA beside it.

OPA_URL=http://127.0.0.1:8181 uvicorn --factory --app-dir python/samples fastapi_service:app
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from orders import reply, reply_to, request_of, settings

from ai_export_policy import AsyncClient, ExportPolicyError
from ai_export_policy.request import MAX_BYTES

LOG = logging.getLogger("orders")


def app() -> FastAPI:
    """The service; one client for all its tasks, opened and closed with it."""
    client = AsyncClient(**settings())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    service = FastAPI(title="Orders", lifespan=lifespan)

    @service.post("/orders")
    async def order(request: Request) -> JSONResponse:
        try:
            status, document = reply(await client.decide(request_of(await body_of(request))))
        except ExportPolicyError as error:
            LOG.warning("order held: %s", type(error).__name__)
            status, document = reply_to(error)
        return JSONResponse(document, status)

    return service


async def body_of(request: Request) -> bytes:
    """The body, or as much of it as is enough to be refused."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            break
    return bytes(body)
