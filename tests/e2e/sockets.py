"""The sockets of a page, as whoever stands between it and the server may treat them."""

import re

from playwright.sync_api import Page, WebSocketRoute


class Gate:
    """Lets sockets through until it is shut. A page has to be loaded again to go through it."""

    def __init__(self, page: Page) -> None:
        self.is_shut = False
        self.through: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/app/"), self.meet)

    def meet(self, socket: WebSocketRoute) -> None:
        if self.is_shut:
            socket.close()
        else:
            self.through += [socket, socket.connect_to_server()]

    def shut(self) -> None:
        self.is_shut = True
        for end in self.through:
            end.close()
        self.through.clear()

    def open(self) -> None:
        self.is_shut = False
