"""Finding conversations by words. Addresses and numbers are taken apart like everything else."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import CharField, F, Func, Value

# No language's rules: names and numbers have none, and visitors speak all of them.
PLAIN = "simple"
SEPARATORS = "@._-/:+#"
MOST_WORDS = 8
WORD = re.compile(r"[^\W_]+")


def words_in(*columns: str) -> SearchVector:
    """What an index is made of; a query that says the same finds it."""
    return SearchVector(*[_apart(column) for column in columns], config=PLAIN)


def beginnings_of(text: str) -> SearchQuery:
    """All words of the text, each perhaps only begun."""
    words = WORD.findall(text.lower())[:MOST_WORDS]
    # Letters and digits alone, so nothing in them is an operator.
    return SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config=PLAIN)


def _apart(column: str) -> Func:
    """Else Postgres takes `vera@example.com` for one word, which only its beginning finds."""
    spaces = Value(" " * len(SEPARATORS))
    separators = Value(SEPARATORS)
    return Func(F(column), separators, spaces, function="translate", output_field=CharField())


MESSAGE_WORDS = words_in("body")
VISITOR_WORDS = words_in("name", "email", "identity_id", "identity_name", "identity_email")
