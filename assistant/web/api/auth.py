"""Who calls the API: a bearer token's member, and the transaction each call gets."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, HTTPException, Request

from assistant.bootstrap import Runtime
from assistant.tokens import member_of_token
from assistant.work import Actor, Work, member_actor
from storage.queries import idempotency
from storage.unit_of_work import UnitOfWork

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """The member behind a request, and how to do something in their name."""

    runtime: Runtime
    actor: Actor
    idempotency_key: str = ""
    request_hash: str = ""

    def reads(self, read: Callable[[Work], JsonObject]) -> JsonObject:
        """Answer a question in a transaction that only reads."""
        with self.runtime.database.read() as uow:
            return read(self._work(uow))

    def writes(self, write: Callable[[Work], JsonObject], *, cause: str = "api") -> JsonObject:
        """Do something in one transaction; a repeated Idempotency-Key gives the first answer again."""
        with self.runtime.database.begin(actor=self.actor.key, cause=cause) as uow:
            if not self.idempotency_key:
                return write(self._work(uow))
            key = f"{self.actor.id}:{self.idempotency_key}"
            known = idempotency.find_answer(uow, key=key, request_hash=self.request_hash)
            if known is not None:
                return dict(known)
            answer = write(self._work(uow))
            idempotency.keep_answer(uow, key=key, request_hash=self.request_hash, answer=answer)
            return answer

    def _work(self, uow: UnitOfWork) -> Work:
        return self.runtime.work(uow, self.actor)


async def caller(
    request: Request,
    authorization: Annotated[str, Header()] = "",
    idempotency_key: Annotated[str, Header(max_length=200)] = "",
) -> Caller:
    """The caller of a request; 401 without a live token."""
    runtime: Runtime = request.app.state.runtime
    scheme, _, token = authorization.partition(" ")
    body = await request.body() if idempotency_key else b""
    with runtime.database.read() as uow:
        member = member_of_token(uow, token.strip()) if scheme.lower() == "bearer" else None
    if member is None:
        raise HTTPException(
            401, "Send a live token: Authorization: Bearer rap_…", headers={"WWW-Authenticate": "Bearer"}
        )
    digest = hashlib.sha256(f"{request.method} {request.url.path}\n".encode() + body).hexdigest()
    return Caller(runtime, member_actor(member), idempotency_key, digest)


CallerDependency = Annotated[Caller, Depends(caller)]
