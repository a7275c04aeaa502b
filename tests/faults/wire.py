"""A wire to Redis that can go dead without a word, as when a firewall forgets a connection."""

import select
import socket
import threading
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

CHUNK = 1 << 16
LOOK_SECONDS = 0.1


class Wire:
    def __init__(self, url):
        self.far = urlsplit(url)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.is_dead = threading.Event()  # of the connections that have it
        self.is_over = threading.Event()
        threading.Thread(target=self.let_in, daemon=True).start()

    @property
    def url(self):
        port = self.door.getsockname()[1]
        return self.far._replace(netloc=f":{self.far.password}@127.0.0.1:{port}").geturl()

    def die(self):
        """Connections that are open carry nothing any more, and nobody is told; new ones do."""
        self.is_dead.set()
        self.is_dead = threading.Event()

    def let_in(self):
        with suppress(OSError):  # the door is closed
            while True:
                near, _ = self.door.accept()
                far = socket.create_connection((self.far.hostname, self.far.port))
                ends = {near: far, far: near}
                threading.Thread(target=self.carry, args=[ends, self.is_dead], daemon=True).start()

    def carry(self, ends, is_dead):
        near, far = ends
        with near, far, suppress(OSError):
            while not self.is_over.is_set():
                ready = select.select(list(ends), [], [], LOOK_SECONDS)[0]
                if is_dead.is_set():
                    self.is_over.wait()
                for end in ready:
                    if not (data := end.recv(CHUNK)):
                        return
                    ends[end].sendall(data)

    def close(self):
        self.is_over.set()
        self.door.close()


@contextmanager
def wire_to(url):
    with closing(Wire(url)) as wire:
        yield wire
