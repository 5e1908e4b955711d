"""Files put where a provider can fetch them (media in a text message): by a signed address, for a day."""

from urllib.parse import quote

from itsdangerous import BadSignature, URLSafeTimedSerializer

from assistant.stores.files import FileStore
from channels.contract import File
from config.errors import RapportError

FETCHED_WITHIN = 24 * 3600
"""Seconds: a provider fetches at once, and again where the first try failed."""


class LinkInvalid(RapportError):
    """The address of a published file is none of ours, or too old."""

    code = "link_invalid"


class Publisher:
    """Gives out addresses of files, and finds the file behind one."""

    def __init__(self, *, files: FileStore, base_url: str, secret: str) -> None:
        self._files = files
        self._base_url = base_url.rstrip("/")
        self._serializer = URLSafeTimedSerializer(secret, salt="published file")

    async def publish(self, file: File) -> str:
        """An address under which the file can be fetched for a day."""
        kept = self._files.put(file.content, filename=file.filename, content_type=file.content_type)
        token = self._serializer.dumps([kept.sha256, file.content_type])
        return f"{self._base_url}/files/{token}/{quote(file.filename, safe='')}"

    def read(self, token: str) -> tuple[bytes, str]:
        """The bytes and the type behind a token. Raises LinkInvalid."""
        try:
            sha256, content_type = self._serializer.loads(token, max_age=FETCHED_WITHIN)
            return self._files.read(str(sha256)), str(content_type)
        except (BadSignature, FileNotFoundError, ValueError, TypeError) as error:
            raise LinkInvalid("There is no file at this address, or no longer.") from error
