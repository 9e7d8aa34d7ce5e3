"""A request -> an answer only for whoever holds the address with the token, in the page that came from here."""

from __future__ import annotations

import hmac

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

HOST = "127.0.0.1"
# The page takes nothing from elsewhere, sends nothing elsewhere, and stands in no other page.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def make_guard(token: str) -> Middleware:
    """The middleware that lets through what names this host, has the token, and where it changes things our origin.

    Another page may reach this machine by a name of its own that it lets point here; that name is what gives it away.
    """

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _refuse_strangers(request, token)
            response = await handler(request)
        except web.HTTPException as refusal:
            response = web.Response(status=refusal.status, text=refusal.reason)
        response.headers.update(_HEADERS)
        return response

    return guard


def _refuse_strangers(request: web.Request, token: str) -> None:
    """Raises HTTPForbidden, and HTTPNotFound for a wrong token, which says nothing of what there is."""
    port = request.transport.get_extra_info("sockname")[1] if request.transport else 0
    hosts = [f"{name}:{port}" for name in (HOST, "localhost")]
    if request.host not in hosts:
        raise web.HTTPForbidden(reason="this desk is at home on this machine only")
    given = request.path.split("/")[1].encode("utf-8", "replace")
    if not hmac.compare_digest(given, token.encode()):
        raise web.HTTPNotFound
    if request.method not in ("GET", "HEAD"):
        if request.headers.get("Origin") != f"http://{request.host}":
            raise web.HTTPForbidden(reason="only the desk's own page may change things")
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(reason="send JSON")
