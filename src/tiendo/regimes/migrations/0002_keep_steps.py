"""Keep every step of a submission."""

from django.db import migrations

CREATE = """
CREATE TRIGGER regimes_submissionstep_append_only BEFORE UPDATE OR DELETE ON regimes_submissionstep
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()
"""
DROP = "DROP TRIGGER regimes_submissionstep_append_only ON regimes_submissionstep"


class Migration(migrations.Migration):
    dependencies = [("regimes", "0001_initial"), ("audit", "0002_refuse_changes")]

    operations = [migrations.RunSQL(CREATE, DROP)]
