"""The same files in a bucket, at somebody who speaks like Amazon's S3."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from django.core.files.storage import storages

from chatbot.tests.samples import PDF, picture
from chatbot.uploads import storing
from chatbot.uploads.links import link_to
from chatsite.ground.errors import Unavailable

pytestmark = pytest.mark.django_db

SAID = {
    "response-content-type": "Content-Type",
    "response-content-disposition": "Content-Disposition",
}


class FakeS3(BaseHTTPRequestHandler):
    """One bucket, and whoever signs nothing is sent away. It does not check what is signed."""

    kept: dict[str, bytes]
    refuses = False

    def do_PUT(self):
        if self.is_let_in():
            self.kept[self.key] = self.rfile.read(int(self.headers["Content-Length"]))
            self.say(200)

    def do_GET(self):
        if self.is_let_in() and self.key in self.kept:
            asked = parse_qs(urlsplit(self.path).query)
            headers = {SAID[name]: asked[name][0] for name in asked.keys() & SAID}
            self.say(200, self.kept[self.key], headers)
        elif not self.refuses:
            self.say(404)

    def do_HEAD(self):
        self.do_GET()

    def do_DELETE(self):
        if self.is_let_in():
            self.kept.pop(self.key, None)
            self.say(204)

    @property
    def key(self):
        return urlsplit(self.path).path.removeprefix("/files/")

    def is_let_in(self):
        is_signed = "Signature=" in self.headers.get("Authorization", "") + self.path
        if self.refuses or not is_signed:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.say(403)
            return False
        return True

    def say(self, status, content=b"", headers=None):
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_):
        pass


@contextmanager
def serving(handler) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def put_files_at(settings, address):
    options = settings.MEDIA_STORAGES["bucket"]["OPTIONS"] | {
        "bucket_name": "files",
        "endpoint_url": address,
        "access_key": "somebody",
        "secret_key": "their secret",
    }
    bucket = settings.MEDIA_STORAGES["bucket"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"media": bucket}


@pytest.fixture
def s3(settings):
    fake = type("OneBucket", (FakeS3,), {"kept": {}})
    with serving(fake) as address:
        put_files_at(settings, address)
        bucket = storages["media"]
        yield fake
        bucket.connection.meta.client.close()


def test_files_are_kept_read_and_forgotten(s3):
    name = storing.keep(picture(), "png")

    assert s3.kept == {name: picture()}
    assert storing.read(name) == picture()
    storing.forget([name])
    assert s3.kept == {}


def test_whoever_has_our_link_is_led_to_the_bucket_for_some_minutes(client, s3):
    name = storing.keep(PDF, "pdf")

    answer = client.get(link_to(name, saved_as="Invoice 7.pdf"))

    query = parse_qs(urlsplit(answer["Location"]).query)
    assert answer.status_code == 302
    assert urlsplit(answer["Location"]).path == f"/files/{name}"
    assert query["X-Amz-Expires"] == ["300"]
    assert answer["Cache-Control"] == "private, max-age=60"


def test_the_bucket_is_told_what_to_say_of_the_file(client, s3):
    link = link_to(storing.keep(PDF, "pdf"), saved_as="Invoice 7.pdf")

    with urlopen(client.get(link)["Location"]) as answer:
        assert answer.read() == PDF
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Content-Disposition"] == 'attachment; filename="Invoice 7.pdf"'


def test_links_of_one_bucket_are_made_by_one_connection(s3):
    found = []
    for _ in range(2):
        thread = Thread(target=lambda: found.append(storages["media"].connection))
        thread.start()
        thread.join()

    assert found[0] is found[1]


def test_the_bucket_shows_nothing_without_our_link(client, s3):
    name = storing.keep(PDF, "pdf")
    bare = re.sub(r"\?.*", "", client.get(link_to(name))["Location"])

    assert client.get(f"/media/{name}").status_code == 404
    with pytest.raises(HTTPError, match="403"):
        urlopen(bare)


def test_what_is_not_there_is_not_there(s3):
    with pytest.raises(FileNotFoundError):
        storing.read("nothing.png")


def test_a_bucket_that_refuses_us_refuses_files_in_a_sentence(s3):
    s3.refuses = True

    with pytest.raises(Unavailable, match="cannot be kept at the moment"):
        storing.keep(picture(), "png")


def test_a_bucket_that_is_away_refuses_files_in_a_sentence(settings):
    with serving(FakeS3) as address:
        put_files_at(settings, address)

    with pytest.raises(Unavailable, match="cannot be kept at the moment"):
        storing.keep(picture(), "png")


def test_what_a_bucket_does_not_let_go_of_stops_nobody(s3):
    name = storing.keep(picture(), "png")
    s3.refuses = True

    storing.forget([name])

    assert name in s3.kept
