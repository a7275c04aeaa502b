/* The floor: what it costs to hand one ready frame to each socket with one send(2), and nothing else.
 *
 *     floor PORT DOOR
 *
 * Sockets come to PORT and are greeted without a look at what they ask for. Each line
 * "topic <tab> text" that comes to DOOR goes to all of them as one text frame.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_SOCKETS = 65536, MOST_BYTES = 65000, LINES = 1 << 20, AT_ONCE = 256 };

/* Right for the key of RFC 6455's example, which is the one that our client sends. */
static const char GREETING[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static int sockets[MOST_SOCKETS], place[MOST_SOCKETS], count;
static char lines[LINES];
static size_t filled;
static int poller;

static int listen_on(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int wire = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    setsockopt(wire, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(wire, (struct sockaddr *)&address, sizeof address) || listen(wire, 1024)) {
        perror("floor");
        exit(1);
    }
    return wire;
}

static void watch(int wire) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = wire};
    epoll_ctl(poller, EPOLL_CTL_ADD, wire, &event);
}

/* Returns the new connection, or -1. */
static int take(int listener) {
    int wire = accept(listener, NULL, NULL), yes = 1;
    if (wire < 0 || wire >= MOST_SOCKETS) {
        close(wire);
        return -1;
    }
    setsockopt(wire, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    place[wire] = -1; /* not greeted yet */
    watch(wire);
    return wire;
}

/* The request comes whole or not at all: the client is ours. */
static void hear(int wire) {
    char heard[4096];
    ssize_t size = recv(wire, heard, sizeof heard, 0);
    if (size > 0 && place[wire] < 0) {
        place[wire] = count;
        sockets[count++] = wire;
        send(wire, GREETING, sizeof GREETING - 1, MSG_NOSIGNAL);
    } else if (size <= 0) {
        if (place[wire] >= 0) {
            int last = sockets[--count];
            sockets[place[wire]] = last;
            place[last] = place[wire];
        }
        close(wire);
    }
}

static void tell_all(const char *text, size_t size) {
    char frame[MOST_BYTES + 4] = {(char)0x81};
    size_t head = 2;
    if (size > MOST_BYTES) return;
    if (size < 126) {
        frame[1] = (char)size;
    } else {
        frame[1] = 126;
        frame[2] = (char)(size >> 8);
        frame[3] = (char)size;
        head = 4;
    }
    memcpy(frame + head, text, size);
    for (int each = 0; each < count; each++)
        send(sockets[each], frame, head + size, MSG_NOSIGNAL);
}

/* Returns 0 when whoever publishes is gone. */
static int read_lines(int wire) {
    ssize_t size = recv(wire, lines + filled, LINES - filled, 0);
    if (size <= 0) {
        filled = 0;
        close(wire);
        return 0;
    }
    filled += (size_t)size;
    char *line = lines, *end;
    while ((end = memchr(line, '\n', filled - (size_t)(line - lines)))) {
        char *text = memchr(line, '\t', (size_t)(end - line));
        if (text) tell_all(text + 1, (size_t)(end - text - 1));
        line = end + 1;
    }
    filled -= (size_t)(line - lines);
    memmove(lines, line, filled);
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    poller = epoll_create1(0);
    int web = listen_on(atoi(argv[1])), door = listen_on(atoi(argv[2])), publisher = -1;
    watch(web);
    watch(door);
    for (;;) {
        struct epoll_event ready[AT_ONCE];
        int found = epoll_wait(poller, ready, AT_ONCE, -1);
        for (int each = 0; each < found; each++) {
            int wire = ready[each].data.fd;
            if (wire == web)
                take(web);
            else if (wire == door)
                publisher = take(door);
            else if (wire == publisher)
                publisher = read_lines(wire) ? wire : -1;
            else
                hear(wire);
        }
    }
}
