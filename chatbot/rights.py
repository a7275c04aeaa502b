"""What ends the right to follow conversations: the visitor's token, the operators of a site."""

from chatbot.models import Site, Visitor
from realtime.losses import Rows, ask_anew, on_loss, watch_actors

watch_actors(Visitor, "token_digest")


@on_loss(Site.operators.through, side=Site)
def operators_lose(rows: Rows) -> None:
    ask_anew(rows.values_list("user", flat=True))
