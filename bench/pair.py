"""Two processes of ours behind one port, as a load balancer would have them: `PORT`."""

import socket
import subprocess
import sys

from chatsite.embedded import HOST

COMMAND = [sys.executable, "-m", "daphne", "-v", "0", "chatsite.asgi:application"]


def main(port: int) -> None:
    door = socket.create_server((HOST, port))
    fd = door.fileno()
    both = [subprocess.Popen([*COMMAND, "--fd", str(fd)], pass_fds=[fd]) for _ in range(2)]
    for process in both:
        process.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
