"""What no constraint of Django's can say: rows that point to each other belong together.

A conversation is on its visitor's site, an author is in the message's conversation, and
what was read is never unread.
"""

from django.db import migrations

DEMAND = """
ALTER TABLE chatbot_conversation ADD CONSTRAINT conversation_is_on_its_visitors_site
    FOREIGN KEY (visitor_id, site_id) REFERENCES chatbot_visitor (id, site_id);
ALTER TABLE chatbot_message ADD CONSTRAINT message_author_is_in_its_conversation
    FOREIGN KEY (author_id, conversation_id) REFERENCES chatbot_participant (id, conversation_id);
CREATE FUNCTION chatbot_refuse_to_unread() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What was read is not unread again.' USING ERRCODE = 'check_violation';
END
$$;
CREATE TRIGGER participant_read_up_to_only_grows BEFORE UPDATE ON chatbot_participant
    FOR EACH ROW WHEN (NEW.read_up_to < OLD.read_up_to)
    EXECUTE FUNCTION chatbot_refuse_to_unread();
"""
DROP = """
DROP TRIGGER participant_read_up_to_only_grows ON chatbot_participant;
DROP FUNCTION chatbot_refuse_to_unread();
ALTER TABLE chatbot_message DROP CONSTRAINT message_author_is_in_its_conversation;
ALTER TABLE chatbot_conversation DROP CONSTRAINT conversation_is_on_its_visitors_site;
"""


class Migration(migrations.Migration):
    dependencies = [("chatbot", "0001_initial")]
    operations = [migrations.RunSQL(DEMAND, DROP)]
