"""The audit log can be added to, and that is all: not even our own code changes a row."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION ground_refuse_to_change_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log can only be added to.' USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER ground_auditlog_rows_stay BEFORE UPDATE OR DELETE ON ground_auditlog
    FOR EACH STATEMENT EXECUTE FUNCTION ground_refuse_to_change_audit_log();
CREATE TRIGGER ground_auditlog_stays_whole BEFORE TRUNCATE ON ground_auditlog
    FOR EACH STATEMENT EXECUTE FUNCTION ground_refuse_to_change_audit_log();
"""
ALLOW = """
DROP TRIGGER ground_auditlog_stays_whole ON ground_auditlog;
DROP TRIGGER ground_auditlog_rows_stay ON ground_auditlog;
DROP FUNCTION ground_refuse_to_change_audit_log();
"""


class Migration(migrations.Migration):
    dependencies = [("ground", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
