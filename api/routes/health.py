"""`/healthz` and `/readyz`: whether the process lives, and whether it can answer."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.context import context_of
from graph.workers.conversation import Question

router = APIRouter(include_in_schema=False)
NEVER_KEPT = {"Cache-Control": "no-store"}


@router.get("/healthz")
async def alive(request: Request) -> JSONResponse:
    """Say that the process answers, and from which release."""
    release = context_of(request).index.release.number
    return JSONResponse({"status": "alive", "release": release}, headers=NEVER_KEPT)


@router.get("/readyz")
async def ready(request: Request) -> JSONResponse:
    """Say which release is served, after a worker has answered a query on it."""
    context = context_of(request)
    answer = await context.door.ask(Question("ASK {}", context.index.iris.base, "json", None))
    await answer.whole()
    return JSONResponse({"status": "ready", "release": answer.form.release}, headers=NEVER_KEPT)
