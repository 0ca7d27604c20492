"""Files that people send are bounded while they arrive, whatever page they are sent to.

What is inside a file is the importer's to judge (`kejin.enterprises.importing`: zip bombs, formulas, encodings).
"""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from typing_extensions import override

MOST_BYTES = 32 * 2**20
"""All files of a request together; above, the rest of the request is not read and the page finds no file."""


class BoundedUpload(FileUploadHandler):
    """Stops reading a request whose files are larger together than may be; the first of the handlers of uploads."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._arrived = 0

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._arrived += len(raw_data)
        if self._arrived > MOST_BYTES:
            raise StopUpload(connection_reset=False)
        return raw_data

    @override
    def file_complete(self, file_size: int) -> Any:
        return None
