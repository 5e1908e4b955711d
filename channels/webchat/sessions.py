"""Visitors: a random id, signed, so that nobody can read along by guessing somebody else's."""

import secrets

from itsdangerous import BadSignature, URLSafeSerializer


class Sessions:
    """Gives visitors their ids and knows them again."""

    def __init__(self, secret_key: str) -> None:
        self._serializer = URLSafeSerializer(secret_key or secrets.token_hex(16), salt="webchat")

    def resume(self, token: str) -> tuple[str, str]:
        """The visitor of a token and the token; a new visitor where it is none of ours."""
        if token:
            try:
                return str(self._serializer.loads(token)), token
            except BadSignature:
                return self._new()
        return self._new()

    def _new(self) -> tuple[str, str]:
        visitor = f"v-{secrets.token_hex(12)}"
        return visitor, str(self._serializer.dumps(visitor))
