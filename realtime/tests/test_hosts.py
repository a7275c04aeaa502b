"""Redis as people run it: several hosts, behind TLS, watched by Sentinel. All real but the TLS."""

import asyncio
import ssl
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chatsite import embedded
from chatsite.supervisor import Program, Supervisor
from realtime import heads
from realtime import layer as layer_module
from realtime.applications import own
from realtime.hosts import Host
from realtime.layer import group_of, layer, redis_clients, redis_of, send_to_group
from realtime.server import beacon, topics
from realtime.testing import TestSocket, until


@pytest.fixture
def supervisor():
    with Supervisor(lambda *_: None).running() as supervisor:
        yield supervisor


@pytest.fixture
def start(supervisor, tmp_path_factory):
    """Start a Valkey of its own, with any further settings."""

    def start(**more):
        place = embedded.Place(tmp_path_factory.mktemp("valkey"), {})
        server = embedded.Valkey(place, embedded.free_port(), "test", is_forgetful=True)
        server.prepare()
        with server.settings.open("a") as settings:
            settings.writelines(f"{name} {value}\n" for name, value in more.items())
        supervisor.start(server.program())
        child = supervisor.children[-1]
        while not server.answers():
            assert child.is_alive(), child.last_words
        return server

    return start


@pytest.fixture
async def use(settings):
    """Let the layer live on these hosts."""

    def use(*urls):
        settings.CHANNEL_LAYERS = {
            "default": {"BACKEND": "realtime.layer.SteadyLayer", "CONFIG": {"hosts": list(urls)}}
        }
        settings.REALTIME = {**settings.REALTIME, "REDIS_URLS": list(urls)}
        layer_module.redis_clients.cache_clear()

    yield use
    await layer().here().flush()
    await asyncio.sleep(0.1)  # TLS takes a moment to say good-bye
    for client in redis_clients():
        client.close()
    layer_module.redis_clients.cache_clear()


async def heard_through_all(groups, send):
    heard = []
    for group in groups:
        await layer().listen(group, lambda message: heard.append(message["n"]))
    for n, group in enumerate(groups):
        await send(group, {"type": "event", "n": n})
    await until(lambda: len(heard) == len(groups))
    return heard


async def send_from_django(group, message):
    await asyncio.to_thread(send_to_group, group, message)


async def send_from_a_hub(group, message):
    await layer().publish([(group, message)])


async def send_in_the_end(group, message):
    """The line for asking may be back a little later than the one for listening."""
    for _ in range(20):
        with suppress(redis.RedisError):
            return await send_from_a_hub(group, message)
        await asyncio.sleep(0.2)
    return await send_from_a_hub(group, message)


@pytest.mark.parametrize("send", [send_from_django, send_from_a_hub])
async def test_two_hosts_share_the_channels(start, use, send):
    first, second = start(), start()
    use(first.url, second.url)

    heard = await heard_through_all([f"1.{n}" for n in range(20)], send)

    assert sorted(heard) == list(range(20))
    published = [client.info("commandstats")["cmdstat_publish"] for client in redis_clients()]
    assert sum(each["calls"] for each in published) == 20


async def test_a_lost_host_takes_only_its_own_channels_with_it(start, use, supervisor):
    first, second = start(), start()
    use(first.url, second.url)
    mine = {layer().here()._get_shard(layer_module.wire_name(f"1.{n}")): f"1.{n}" for n in range(9)}
    lost, kept = (mine[shard] for shard in layer().here()._shards)
    await heard_through_all([lost, kept], send_from_a_hub)

    supervisor.children[0].process.kill()

    with pytest.raises(redis.RedisError):
        await layer().publish([(lost, {"type": "event", "n": 1})])
    await heard_through_all([kept], send_from_a_hub)


async def test_a_lost_host_keeps_nobody_elsewhere_from_learning_the_head(
    start, use, supervisor, monkeypatch
):
    monkeypatch.setattr(beacon, "PAUSE_SECONDS", 0.02)
    monkeypatch.setattr(topics, "HEAD_SECONDS", 0.1)
    use(start().url, start().url)
    vera = await TestSocket().open()
    channels = {redis_of(group_of(own().id, f"private-{n}")): f"private-{n}" for n in range(9)}
    lost, kept = (channels[client] for client in redis_clients())
    for channel in (lost, kept):
        await vera.subscribe(channel)

    supervisor.children[0].process.kill()
    heads.write(redis_clients()[1], own().id, kept, {"seq": 6})

    assert await vera.read() == ("smartlink:head", {"channel": kept, "seq": 6})


@contextmanager
def certificate(folder):
    """For localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "both.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    yield pem


async def pass_on(reader, writer):
    with suppress(OSError), closing(writer):
        while data := await reader.read(65536):
            writer.write(data)


async def test_redis_behind_tls(start, use, tmp_path):
    plain = start()

    async def tunnel(reader, writer):
        inner = await asyncio.open_connection("127.0.0.1", plain.port)
        await asyncio.gather(pass_on(reader, inner[1]), pass_on(inner[0], writer))

    with certificate(tmp_path) as pem:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(pem)
        door = await asyncio.start_server(tunnel, "localhost", 0, ssl=context)
        port = door.sockets[0].getsockname()[1]
        use(f"rediss://:test@localhost:{port}/0?ssl_ca_certs={pem}")

        assert await heard_through_all(["1.a"], send_from_a_hub) == [0]
        assert await heard_through_all(["1.b"], send_from_django) == [0]

        door.close()


async def test_a_new_master_is_found_when_the_old_one_dies(start, use, supervisor, tmp_path):
    master = start(masterauth="test")
    replica = start(masterauth="test", replicaof=f"127.0.0.1 {master.port}")
    port = embedded.free_port()
    (tmp_path / "sentinel.conf").write_text(
        f"bind 127.0.0.1\nport {port}\n"
        f"sentinel monitor chat 127.0.0.1 {master.port} 1\n"
        "sentinel auth-pass chat test\n"
        "sentinel down-after-milliseconds chat 300\n"
    )
    binary = master.program().command[0]
    watch = [binary, str(tmp_path / "sentinel.conf"), "--sentinel"]
    supervisor.start(Program("sentinel", watch))
    watcher = redis.Redis(port=port)
    await until(lambda: knows_the_replica(watcher), 20)
    use(f"sentinel://:test@127.0.0.1:{port}/chat/0")
    assert await heard_through_all(["1.a"], send_from_a_hub) == [0]

    restored = asyncio.Event()
    layer().here().restored = restored.set

    supervisor.children[0].process.kill()

    await until(lambda: replica_is_master(watcher, replica), 20)
    await until(can_publish, 10)
    async with asyncio.timeout(10):
        await restored.wait()
    assert 0 in await heard_through_all(["1.a"], send_in_the_end)
    watcher.close()


def knows_the_replica(watcher):
    try:
        return watcher.sentinel_master("chat")["num-slaves"] == 1
    except redis.RedisError:
        return False


def replica_is_master(watcher, replica):
    return watcher.sentinel_get_master_addr_by_name("chat")[1] == replica.port


def can_publish():
    try:
        send_to_group("1.x", {"type": "event", "n": 9})
    except redis.RedisError:
        return False
    return True


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("sentinel://a/chat", ([("a", 26379)], "chat", 0, None)),
        ("sentinel://:p%40ss@a:1,b:2/chat/3", ([("a", 1), ("b", 2)], "chat", 3, "p@ss")),
    ],
)
def test_an_address_of_watchers_is_understood(url, told):
    assert Host(url)._told == told
