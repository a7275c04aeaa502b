"""Operators write the answer books of their own sites, and see those of nobody else."""

import csv
import zipfile
from io import BytesIO, StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from chatbot.models import Answer
from chatsite.ground.models import AuditLog

pytestmark = pytest.mark.django_db
LIST = "/admin/chatbot/answer/"
HEADER = ["site", "language", "question", "keywords", "text"]
CSV, XLSX = "0", "1"


@pytest.fixture
def operator(client, olga, site):
    """Olga, who may do everything with the answers of her sites."""
    permit(olga, "view_answer", "add_answer", "change_answer", "delete_answer")
    client.force_login(olga)
    return client


@pytest.fixture
def known(site):
    return Answer.objects.create(site=site, question="Do you deliver?", text="Yes.")


@pytest.fixture
def foreign(other_site):
    return Answer.objects.create(site=other_site, question="When is it free?", text="On Sundays.")


@pytest.fixture
def bring(operator, site):
    """Uploads a table as the page does."""

    def post(*rows, header=HEADER):
        written = StringIO()
        csv.writer(written).writerows([header, *rows])
        return bring_file(operator, written.getvalue().encode(), CSV)

    return post


def bring_file(client, content, kind):
    file = SimpleUploadedFile("answers", content)
    return client.post(f"{LIST}import/", {"import_file": file, "format": kind, "resource": "0"})


def permit(user, *names):
    user.user_permissions.add(*Permission.objects.filter(codename__in=names))


def page(response):
    return response.content.decode()


def test_an_answer_is_written_in_the_sites_language_unless_said_otherwise(operator, site):
    site.language = "de"
    site.save()
    form = {"site": site.pk, "question": "Liefern Sie?", "text": "Ja.", "position": 0}

    operator.post(f"{LIST}add/", form)
    again = operator.post(f"{LIST}add/", form)

    assert Answer.objects.get().language == "de"
    assert "This question is in the answer book already." in page(again)
    assert AuditLog.objects.get().action == "answer.added"


def test_another_sites_book_is_nowhere(operator, known, foreign):
    # Attack: an operator of one site looks into the book of another, or changes it.
    listed = page(operator.get(LIST))
    opened = operator.get(f"{LIST}{foreign.pk}/change/")
    operator.post(f"{LIST}{foreign.pk}/delete/", {"post": "yes"})
    taken = operator.post(f"{LIST}export/", {"format": CSV, "resource": "0"})

    assert known.question in listed
    assert foreign.question not in listed
    assert "Museum" not in listed
    assert opened.status_code == 302
    assert Answer.objects.filter(pk=foreign.pk).exists()
    assert known.question in page(taken)
    assert foreign.question not in page(taken)


def test_nobody_writes_into_a_book_of_a_site_they_do_not_operate(operator, other_site):
    # Attack: posting the number of another customer's site.
    form = {"site": other_site.pk, "question": "Free?", "text": "Send me money.", "position": 0}

    answer = operator.post(f"{LIST}add/", form)

    assert "not one of the available choices" in page(answer)
    assert not Answer.objects.exists()


def test_answers_are_found_by_their_words(operator, known, site):
    Answer.objects.create(site=site, question="Do you repair?", text="No.", keywords="broken")

    found = operator.get(LIST, {"q": "broken"}).context["cl"].queryset

    assert [answer.question for answer in found] == ["Do you repair?"]


def test_a_table_adds_and_replaces(bring, known):
    answer = bring(
        ["shop", "en", known.question, "ship", "Since today."],
        ["shop", "de", "Liefern Sie?", "", "Ja."],
        ["shop", "", "Do you repair?", "", "No."],
    )

    assert answer.status_code == 302
    book = {each.question: (each.language, each.text) for each in Answer.objects.all()}
    assert book == {
        known.question: ("en", "Since today."),
        "Liefern Sie?": ("de", "Ja."),
        "Do you repair?": ("en", "No."),
    }
    entry = AuditLog.objects.get()
    assert (entry.action, entry.details) == ("answer.imported", {"new": 2, "update": 1})


def test_a_table_brings_nothing_into_another_customers_book(bring, foreign):
    # Attack: a row with the key of somebody else's site, which is no secret, to speak for them.
    answer = bring(
        ["shop", "en", "Do you repair?", "", "No."],
        ["museum", "en", foreign.question, "", "Never. Call 0900 now."],
    )

    assert "Site matching query does not exist" in page(answer)
    assert list(Answer.objects.values_list("text", flat=True)) == ["On Sundays."]


def test_a_table_that_names_a_row_by_its_number_moves_nothing(bring, foreign):
    # Attack: the number of somebody else's answer, to take it over.
    bring([foreign.pk, "shop", "en", "Mine?", "Mine."], header=["id", *HEADER[:3], "text"])

    foreign.refresh_from_db()
    assert (foreign.site.public_key, foreign.text) == ("museum", "On Sundays.")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["shop", "en", "", "", "No."], "This field cannot be blank"),
        (["shop", "en", "Why?", "", ""], "This field cannot be blank"),
        (["shop", "english!", "Why?", "", "So."], "A language is written like en"),
        (["shop", "en", "DO YOU DELIVER?", "", "No."], "is in the answer book already"),
        (["shop", "en", "x" * 151, "", "So."], "at most 150 characters"),
        (["", "en", "Why?", "", "So."], "This field cannot be null"),
        (["shop", "en", "Why\0?", "", "So."], "NUL"),
    ],
)
def test_what_is_wrong_in_one_row_is_told_and_nothing_is_brought(bring, known, row, sentence):
    answer = bring(["shop", "en", "Do you repair?", "", "No."], row)

    assert answer.status_code == 200
    assert sentence in page(answer)
    assert Answer.objects.get() == known
    assert not AuditLog.objects.exists()


@pytest.mark.parametrize("kind", [CSV, XLSX])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", b"a,b\n1,2\n", b"\0" * 9])
def test_what_is_no_table_is_told_without_a_trace_of_our_code(operator, content, kind):
    answer = bring_file(operator, content, kind)

    assert answer.status_code == 200
    assert "Traceback" not in page(answer)
    assert ".py" not in page(answer)


def test_what_a_table_says_is_shown_as_text(bring):
    # Attack: a file from elsewhere, whose mistakes are shown to the operator who brings it.
    markup = "<script>alert(1)</script>"

    answer = bring([markup, "en", "Why?", "", "So."], ["shop", "en", markup, "", ""])

    assert markup not in page(answer)


def test_a_workbook_goes_out_and_comes_in_again(operator, site, known):
    Answer.objects.create(site=site, question="=1+1", text="Two.", position=3, is_offered=True)
    sheet = operator.post(f"{LIST}export/", {"format": XLSX, "resource": "0"}).content
    Answer.objects.all().delete()

    answer = bring_file(operator, sheet, XLSX)

    assert answer.status_code == 302
    # What begins like a formula would be run by whoever opens the workbook.
    assert "1+1" in [cell.value for cell in load_workbook(BytesIO(sheet)).active["C"]]
    offered = Answer.objects.get(is_offered=True)
    assert (offered.question, offered.text, offered.position) == ("1+1", "Two.", 3)


def test_a_workbook_with_empty_cells_is_read(operator, site):
    book = Workbook()
    book.active.append([*HEADER, "position"])
    book.active.append(["shop", None, 2026, None, "A year.", None])
    written = BytesIO()
    book.save(written)

    answer = bring_file(operator, written.getvalue(), XLSX)

    assert answer.status_code == 302
    found = Answer.objects.get()
    assert (found.question, found.keywords, found.position) == ("2026", "", 0)


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked(operator):
    # Attack: a zip bomb in the clothes of a workbook.
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 30 * 1024 * 1024)

    answer = bring_file(operator, written.getvalue(), XLSX)

    assert "This file is too large" in page(answer)


def test_whoever_only_looks_brings_nothing(client, olga, site):
    permit(olga, "view_answer")
    client.force_login(olga)

    answer = bring_file(client, b"site,language,question,text\nshop,en,Why?,So.\n", CSV)

    assert answer.status_code == 403
    assert not Answer.objects.exists()


def test_no_file_of_the_server_is_opened_by_its_name(operator):
    # Attack: the second step of an import, which this one has not, reads what it is told to.
    told = {"import_file_name": "known", "original_file_name": "x", "format": CSV, "resource": "0"}

    answer = operator.post(f"{LIST}process_import/", told)

    assert answer.status_code == 404


@pytest.mark.parametrize("step", ["import", "export"])
def test_the_pages_for_tables_show_what_a_table_has(operator, step):
    shown = page(operator.get(f"{LIST}{step}/"))

    assert all(column in shown for column in HEADER)
