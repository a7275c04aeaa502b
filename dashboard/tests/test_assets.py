import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template

from chatsite.ground.templatetags.assets import read_manifest


@pytest.fixture
def dist(tmp_path, settings):
    settings.STATICFILES_DIRS = [tmp_path]
    read_manifest.cache_clear()
    yield tmp_path
    read_manifest.cache_clear()


def render(tag):
    return Template("{% load assets %}" + tag).render(Context())


def test_a_page_names_the_file_that_was_built_last(dist):
    (dist / "manifest.json").write_text(json.dumps({"pages.js": "pages-ABCD1234.js"}))

    assert render('{% script "pages" %}') == (
        '<script type="module" src="/static/pages-ABCD1234.js"></script>'
    )


def test_without_a_build_somebody_is_told_what_to_do(dist):
    with pytest.raises(ImproperlyConfigured, match="npm run build"):
        render('{% stylesheet "pages" %}')


def test_a_process_reads_the_manifest_once_and_a_developer_every_time(dist, settings):
    manifest = dist / "manifest.json"
    manifest.write_text(json.dumps({"pages.css": "old.css"}))
    render('{% stylesheet "pages" %}')
    manifest.write_text(json.dumps({"pages.css": "new.css"}))

    assert "old.css" in render('{% stylesheet "pages" %}')
    settings.DEBUG = True
    assert "new.css" in render('{% stylesheet "pages" %}')
