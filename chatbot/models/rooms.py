from chatbot.models.conversations import Conversation


class Room(Conversation):
    """A conversation that is a room: the same row, with a list and rights of its own."""

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return self.title
