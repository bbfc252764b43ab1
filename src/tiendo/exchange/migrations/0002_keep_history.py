"""Forms and the history of rows are added, never changed or removed."""

from django.db import migrations

CREATE = """
CREATE FUNCTION exchange_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER exchange_formversion_kept BEFORE UPDATE OR DELETE ON exchange_formversion
    FOR EACH ROW EXECUTE FUNCTION exchange_refuse_rewriting();
CREATE TRIGGER exchange_rowevent_kept BEFORE UPDATE OR DELETE ON exchange_rowevent
    FOR EACH ROW EXECUTE FUNCTION exchange_refuse_rewriting();
"""

DROP = """
DROP TRIGGER exchange_rowevent_kept ON exchange_rowevent;
DROP TRIGGER exchange_formversion_kept ON exchange_formversion;
DROP FUNCTION exchange_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
