"""Keep the address printed with a public paper's code, which nobody changes once it is numbered."""

from django.db import migrations, models

CREATE = """
CREATE FUNCTION issuing_keep_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('numbered', 'sealed') AND NEW.state <> 'signed' AND OLD.code <> ''
        AND (NEW.code, NEW.address, NEW.is_public)
            IS DISTINCT FROM (OLD.code, OLD.address, OLD.is_public) THEN
        RAISE EXCEPTION 'the code of paper % is printed and stays', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER issuing_mark_kept BEFORE UPDATE ON issuing_outgoingpaper
    FOR EACH ROW EXECUTE FUNCTION issuing_keep_mark();
"""
DROP = """
DROP TRIGGER issuing_mark_kept ON issuing_outgoingpaper;
DROP FUNCTION issuing_keep_mark();
"""


class Migration(migrations.Migration):
    dependencies = [("issuing", "0002_enforce_moves")]

    operations = [
        migrations.AddField(
            model_name="outgoingpaper",
            name="address",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
