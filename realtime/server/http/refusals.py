"""The one way to say no on this path."""


class Refused(Exception):
    """An answer other than 200. The message tells the caller what to change."""

    def __init__(self, status: int, message: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers
