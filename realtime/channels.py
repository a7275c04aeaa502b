"""What a channel is: one pattern that names it, recognises it and guards it.

Every app declares its channels in its own `channels.py`. A name that matches no
declaration does not exist, so nobody can be let in.
"""

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AbstractUser

Member = dict[str, Any]
Rule = Callable[..., bool | Member | None]

PLACEHOLDER = re.compile(r"<int:(\w+)>")
# No leading zeros: each channel has exactly one name.
NUMBER = r"(?P<\1>0|[1-9][0-9]{0,17})"

_declared: list["Channel"] = []


class Channel:
    """A family of names such as `private-campaign.<int:campaign_id>`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.regex = re.compile(PLACEHOLDER.sub(NUMBER, re.escape(pattern)))
        self.rule: Rule | None = None
        _declared.append(self)

    def __call__(self, **parameters: int) -> str:
        """The name for these parameters."""
        return PLACEHOLDER.sub(lambda hole: str(parameters[hole[1]]), self.pattern)

    def match(self, name: str) -> dict[str, int] | None:
        found = self.regex.fullmatch(name)
        return {key: int(text) for key, text in found.groupdict().items()} if found else None

    def authorize(self, rule: Rule) -> Rule:
        """Decorate the function that says who may listen; presence rules return the member."""
        self.rule = rule
        return rule


def authorize(actor: object, name: str) -> bool | Member | None:
    """Whether this actor may listen to the channel of this name."""
    for channel in _declared:
        parameters = channel.match(name)
        if parameters is not None:
            return channel.rule(actor, **parameters) if channel.rule else False
    return False


def declared_in(module: str) -> list[Channel]:
    """The channels that a module, such as `chatbot.channels`, lets anybody listen to."""
    return [each for each in _declared if each.rule and each.rule.__module__ == module]


user_channel = Channel("private-user.<int:user_id>")


@user_channel.authorize
def may_hear_of_oneself(actor: object, user_id: int) -> bool:
    # Ids of visitors and users overlap, so the kind of actor counts as well.
    return isinstance(actor, AbstractUser) and actor.pk == user_id
