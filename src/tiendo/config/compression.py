"""Pages leave compressed: a list of a hundred tasks is 100 kB of which a tenth is sent.

What is neither a page nor text is compressed as it is (XLSX, PDF, pictures), or is a file read
while it is sent: both go as they are. Against BREACH, which guesses a secret from the length of an
answer, Django masks the token of forms anew in each answer and gives each answer a random length.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/", "application/json", "image/svg")


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses text for those who take it so."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The answer, compressed where that is worth it."""
        kind = response.get("Content-Type", "")
        if response.streaming or not kind.startswith(_TEXT):
            return response
        return super().process_response(request, response)
