"""What was said before a test begins, put straight into the database: saying it would take long."""

import psycopg

from chatsite.home import Memory
from tests.running import Running

# All of it by whoever has said the newest message, and after that.
SAY_MORE = """
    WITH more AS (
        INSERT INTO chatbot_message
            (conversation_id, author_id, sender_type, seq, changed_seq, client_message_id, body,
             file_count, actions, mentions, created_at)
        SELECT conversation_id, author_id, sender_type, seq + n, seq + n, 'more-' || seq + n,
             body.said, 0, '[]', '{}', now()
        FROM chatbot_message, unnest(%s::text[]) WITH ORDINALITY body(said, n)
        WHERE chatbot_message.id = (SELECT max(id) FROM chatbot_message)
        RETURNING conversation_id, seq)
    UPDATE chatbot_conversation SET last_seq = (SELECT max(seq) FROM more)
    WHERE id IN (SELECT conversation_id FROM more)
"""
MOVE_BACK = """
    UPDATE chatbot_message SET created_at = created_at - interval '1 day' WHERE body = %s
"""
DELETE = "UPDATE chatbot_message SET body = '', deleted_at = now() WHERE body = %s"


def say_more(smartlink: Running, said: list[str]) -> None:
    """Nobody is told: it is there for whoever looks."""
    with _database(smartlink) as database:
        database.execute(SAY_MORE, [said])


def say_yesterday(smartlink: Running, text: str) -> None:
    """What has just been said."""
    with _database(smartlink) as database:
        database.execute(MOVE_BACK, [text])


def delete(smartlink: Running, text: str) -> None:
    with _database(smartlink) as database:
        database.execute(DELETE, [text])


def _database(smartlink: Running) -> psycopg.Connection:
    return psycopg.connect(Memory(smartlink.home).values["DATABASE_URL"])
