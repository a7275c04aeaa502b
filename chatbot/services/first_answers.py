"""The bot has its turn: in a worker, and only while no person has answered."""

from django.db import transaction
from django.utils import timezone

from chatbot.bot import Bot, Saying
from chatbot.models import Answer, Conversation, Message, Note, SpecialHours, WeeklyHours
from chatbot.services.holding import one_locked
from chatbot.services.lines import add_staff_line, add_unsigned
from chatsite.ground.remembering import remembered
from realtime.workers import ask_later

# How long a site's first answer or first hours may not be known yet: so a message of a site
# that has neither costs no query.
KEPT_SECONDS = 5
# The sweep comes sooner.
WAKE_UP_EXPIRES_SECONDS = 10.0
MOST_AT_ONCE = 200


def await_bot(conversation: Conversation) -> None:
    """Have it hear the message that is about to be stored. The caller saves the conversation."""
    if conversation.handed_over_at is None and conversation.site_id in sites_with_bot():
        conversation.bot_due_seq = conversation.bot_due_seq or conversation.last_seq + 1
        transaction.on_commit(lambda: _wake(conversation.pk), robust=True)


@remembered(seconds=KEPT_SECONDS)
def sites_with_bot() -> frozenset[int]:
    """Those where it may have something to say."""
    those = Answer.objects.active(), WeeklyHours.objects.all(), SpecialHours.objects.all()
    answers, weekly, special = (each.order_by().values_list("site", flat=True) for each in those)
    return frozenset(answers.union(weekly, special))


@transaction.atomic
def answer_first(*, conversation_id: int) -> None:
    """Say what there is to say to what was not heard yet.

    Of two workers the later finds nothing due, and so it is once a person was quicker.
    """
    due = Conversation.objects.filter(pk=conversation_id, bot_due_seq__isnull=False)
    conversation = one_locked(due)
    if conversation is None:
        return
    heard = _heard(conversation)
    conversation.bot_due_seq = None
    bot = Bot(conversation, timezone.now())
    if conversation.status == Conversation.Status.CLOSED:
        conversation.save(update_fields=["bot_due_seq"])
    elif bot.is_for_people(heard):
        _hand_over(conversation, bot)
    else:
        _say(conversation, bot, heard)


def waiting_for_bot() -> list[int]:
    due = Conversation.objects.filter(bot_due_seq__isnull=False).order_by("pk")
    return list(due.values_list("pk", flat=True)[:MOST_AT_ONCE])


def _wake(conversation_id: int) -> None:
    ask_later("chatbot.tasks.answer_first", conversation_id, expires=WAKE_UP_EXPIRES_SECONDS)


def _heard(conversation: Conversation) -> list[str]:
    said = conversation.messages.filter(sender_type=Message.Sender.VISITOR).exclude(body="")
    since = said.filter(seq__gte=conversation.bot_due_seq).order_by("seq")
    return list(since.values_list("body", flat=True))


def _hand_over(conversation: Conversation, bot: Bot) -> None:
    conversation.hand_over()
    conversation.save(update_fields=["bot_due_seq", "handed_over_at"])
    add_staff_line(conversation, Note.Kind.STATUS, None, "The visitor asks for a person.")
    _tell(conversation, Saying(bot.promise(), []))


def _say(conversation: Conversation, bot: Bot, heard: list[str]) -> None:
    sayings, conversation.away_until = bot.sayings(heard), bot.away_until()
    conversation.save(update_fields=["bot_due_seq", "away_until"])
    for saying in sayings:
        _tell(conversation, saying)


def _tell(conversation: Conversation, saying: Saying) -> None:
    conversation.last_message_at = timezone.now()
    conversation.save(update_fields=["last_message_at"])
    add_unsigned(conversation, Message.Sender.BOT, saying.text, [*saying.actions])
