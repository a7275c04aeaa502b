"""The name a file came with: shown as text and suggested for saving, never a path of ours."""

import re
import unicodedata
from collections.abc import Sequence

from chatbot.uploads.limits import LONGEST_NAME

# Controls; invisible characters, among them those that turn writing around; half characters;
# places nobody has agreed on; ends of lines and paragraphs.
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(name: str) -> str:
    """One visible line of bounded length, with the extension it had."""
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in UNSEEN)
    plain = " ".join(unicodedata.normalize("NFC", seen).split()).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    return plain if not dot else with_extension(stem or "file", extension)


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def with_extension(stem: str, extension: str) -> str:
    room = LONGEST_NAME - len(extension) - 1
    return f"{stem[:room].rstrip(' .')}.{extension}"


def named_for(extensions: Sequence[str], name: str) -> str:
    """With one of these extensions, the first if it has another."""
    if extension_of(name) in extensions:
        return name
    return with_extension(name.rpartition(".")[0] or name, extensions[0])
