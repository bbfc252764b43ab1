"""Directives, requests to change the plan, decisions of meetings and recommendations are found;
updates by words of their task and body, documents by their day, clauses by where they stand.
"""

from importlib import import_module

import django.contrib.postgres.indexes
from django.db import migrations, models

sources = import_module("tiendo.search.migrations.0003_sources")
faster = import_module("tiendo.search.migrations.0004_fold_faster")
noun, part, trigger = sources.noun, sources.part, sources.trigger
refreshed = sources.refreshed

KINDS = [
    ("task", "Nhiệm vụ"), ("document", "Văn bản"), ("passage", "Nội dung văn bản"),
    ("update", "Cập nhật tiến độ"), ("difficulty", "Vướng mắc"), ("directive", "Chỉ đạo"),
    ("change", "Đề nghị điều chỉnh"), ("decision", "Kết luận giao ban"),
    ("advice", "Kiến nghị kiểm tra"), ("body", "Cơ quan"),
]

# "Chương I.Điều 5.2" ends in itself, in "Điều 5.2" and in "2".
PLACES = """
CREATE FUNCTION public.search_places(label text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.array_agg(pg_catalog.array_to_string(steps[number:], '.'))
    FROM (SELECT pg_catalog.string_to_array(NULLIF(label, ''), '.') AS steps) AS cut,
        pg_catalog.generate_subscripts(steps, 1) AS number
$$;
"""
_BODY_NAMES = "concat_ws(' · ', body.name, NULLIF(NULLIF(body.short_name, body.name), ''))"
# What has no column of its own in search_source before: all null.
_NO_RECORD = "NULL, NULL, NULL, NULL, NULL, NULL"
SOURCES = f"""
CREATE OR REPLACE VIEW public.search_source AS
SELECT 'task' AS kind, id::bigint AS object_id, 0 AS start, 0 AS "end", id AS task_id,
    NULL::bigint AS document_id, NULL::bigint AS rendition_id, NULL::bigint AS update_id,
    NULL::bigint AS difficulty_id, NULL::bigint AS organisation_id, symbol, head, body, around,
    '' AS label, standing, live_on AS moment, NULL::bigint AS page_id
FROM search_task
UNION ALL
SELECT 'document', id, 0, 0, NULL, id, NULL, NULL, NULL, NULL, symbol, head, body,
    COALESCE(to_char(issued_on, '"ngày" FMDD/FMMM/YYYY'), ''), '', standing, issued_on, NULL
FROM search_document
UNION ALL
SELECT 'passage', text.rendition_id, clause.start, clause."end", NULL, text.document_id,
    text.rendition_id, NULL, NULL, NULL, '', '', clause.words, '', left(clause.label, 200),
    0::smallint, text.issued_on, NULL
FROM search_text AS text
CROSS JOIN LATERAL search_clauses(text.content, text.structure, text.parsed) AS clause
UNION ALL
SELECT 'update', held.id, 0, 0, held.task_id, NULL, NULL, held.id, NULL, NULL, '', '',
    concat_ws(E'\\n', held.done, NULLIF(held.difficulty, ''), NULLIF(held.proposal, '')),
    concat_ws(E'\\n', task.code, task.title, {_BODY_NAMES}), '',
    (CASE WHEN EXISTS (SELECT FROM tasks_progressupdate AS later
        WHERE later.takes_back_id = held.id) THEN 2 ELSE 0 END)::smallint, held.as_of, NULL
FROM tasks_progressupdate AS held
JOIN tasks_task AS task ON task.id = held.task_id
JOIN organisations_organisation AS body ON body.id = held.organisation_id
UNION ALL
SELECT 'difficulty', id, 0, 0, NULL, NULL, NULL, NULL, id, NULL, 'VM-' || id, what,
    concat_ws(E'\\n', NULLIF(cause, ''), NULLIF(proposal, ''),
        (SELECT string_agg(event.text, E'\\n' ORDER BY event.id) FROM tasks_difficultyevent AS event
         WHERE event.difficulty_id = held.id AND event.action = 'answer' AND event.text <> '')),
    '', '', (CASE WHEN state IN ('solved', 'closed') THEN 2 ELSE 0 END)::smallint, raised_on, NULL
FROM tasks_difficulty AS held
UNION ALL
SELECT 'body', id, 0, 0, NULL, NULL, NULL, NULL, NULL, id, symbol, '', former, whole, '',
    standing, since, NULL
FROM search_body
UNION ALL
SELECT 'directive', held.id, 0, 0, {_NO_RECORD}, '', held.text, '', '', '',
    (CASE WHEN EXISTS (SELECT FROM tasks_directiveduty AS duty WHERE duty.directive_id = held.id
        AND duty.state NOT IN ('closed', 'withdrawn')) THEN 0 ELSE 2 END)::smallint,
    (held.given_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, NULL
FROM tasks_directive AS held
UNION ALL
SELECT 'change', held.id, 0, 0, {_NO_RECORD}, 'ĐC-' || held.id,
    COALESCE(NULLIF(concat_ws(' ', task.code, task.title), ''), held.proposed->>'title', ''),
    concat_ws(E'\\n', held.reason, NULLIF(held.proposed_document, ''), NULLIF(held.appraisal, ''),
        NULLIF(held.decision_note, ''), NULLIF(held.decision_document, '')),
    {_BODY_NAMES}, '',
    (CASE WHEN held.state = 'drafted' THEN 1
        WHEN held.state IN ('refused', 'withdrawn', 'applied') THEN 2 ELSE 0 END)::smallint,
    (held.drafted_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, NULL
FROM tasks_changerequest AS held
JOIN organisations_organisation AS body ON body.id = held.organisation_id
LEFT JOIN tasks_task AS task ON task.id = held.task_id
UNION ALL
SELECT 'decision', held.id, 0, 0, {_NO_RECORD}, meeting.notice_number, held.text, held.product,
    concat_ws(E'\\n', meeting.title, (SELECT string_agg({_BODY_NAMES}, E'\\n' ORDER BY named."order")
        FROM meetings_decisionbody AS named
        JOIN organisations_organisation AS body ON body.id = named.organisation_id
        WHERE named.decision_id = held.id)), '', 0::smallint, meeting.day, meeting.id
FROM meetings_decision AS held
JOIN meetings_meeting AS meeting ON meeting.id = held.meeting_id
UNION ALL
SELECT 'advice', held.id, 0, 0, {_NO_RECORD}, inspection.code, held.text, held.product,
    concat_ws(E'\\n', inspection.title, {_BODY_NAMES}), '',
    (CASE WHEN inspection.state = 'cancelled' THEN 2 ELSE 0 END)::smallint,
    (held.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, inspection.id
FROM inspections_recommendation AS held
JOIN inspections_inspection AS inspection ON inspection.id = held.inspection_id
JOIN organisations_organisation AS body ON body.id = held.organisation_id;
"""
COLUMNS = faster.COLUMNS + ", page_id"
CONTENT = faster.CONTENT + ", page_id"
COMPARED = faster.COMPARED + ", page_id"


def _of(side: str, columns: str) -> str:
    return ", ".join(f"{side}.{name}" for name in columns.split(", "))


REFRESH = f"""
CREATE OR REPLACE FUNCTION public.search_refresh(which text, ids bigint[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF ids IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM search_searchentry WHERE kind = which AND object_id = ANY (ids)
        ORDER BY id FOR UPDATE;
    IF which = 'passage' THEN
        DELETE FROM search_searchentry WHERE kind = which AND object_id = ANY (ids);
    END IF;
    INSERT INTO search_searchentry AS entry ({COLUMNS})
    SELECT {COLUMNS} FROM search_source AS source
    WHERE kind = which AND object_id = ANY (ids)
        AND NOT EXISTS (SELECT FROM search_searchentry AS held
            WHERE held.kind = which AND held.object_id = source.object_id
                AND held.start = source.start
                AND ({_of("held", COMPARED)}) IS NOT DISTINCT FROM ({_of("source", COMPARED)}))
    ON CONFLICT (kind, object_id, start) DO UPDATE SET ({CONTENT}) =
        ROW ({_of("excluded", CONTENT)})
        WHERE ({_of("entry", COMPARED)}) IS DISTINCT FROM ({_of("excluded", COMPARED)});
END
$$;
"""


def follows(table: str, name: str, columns: str, kinds: dict[str, str]) -> str:
    """Entries of other kinds made anew when one of these columns of a row differs; ``kinds``: of
    each kind, the query of its records, where {ids} stands for the rows that differ."""
    here, there = _of("fresh", columns), _of("stale", columns)
    ids = (
        "SELECT fresh.id FROM fresh JOIN stale ON stale.id = fresh.id "
        f"WHERE ({here}) IS DISTINCT FROM ({there})"
    )
    asked = {
        kind: f"SELECT array_agg(id) FROM {query.format(ids=ids)}" for kind, query in kinds.items()
    }
    return trigger(table, "UPDATE", name, " ".join(map(refreshed, asked, asked.values())))


TAKEN_BACK = "SELECT array_agg(takes_back_id) FROM fresh WHERE takes_back_id IS NOT NULL"
NAMES = ("update_taken_back", "task_named", "body_named", "meeting_changed", "inspection_changed")
PARTS = ("directive", "duty", "change", "decision", "decisionbody", "advice")
TRIGGERS = (
    trigger("tasks_progressupdate", "INSERT", "update_taken_back", refreshed("update", TAKEN_BACK))
    + noun("tasks_directive", "directive", "text; given_at")
    + part("tasks_directiveduty", "duty", "directive", "directive_id")
    + noun(
        "tasks_changerequest",
        "change",
        "state; reason; proposed; proposed_document; appraisal; decision_note; decision_document; "
        "task_id",
    )
    + noun("meetings_decision", "decision", "text; product; meeting_id")
    + part("meetings_decisionbody", "decisionbody", "decision", "decision_id")
    + noun("inspections_recommendation", "advice", "text; product; organisation_id")
    + follows(
        "meetings_meeting",
        "meeting_changed",
        "title, day, notice_number",
        {"decision": "meetings_decision WHERE meeting_id IN ({ids})"},
    )
    + follows(
        "inspections_inspection",
        "inspection_changed",
        "code, title, state",
        {"advice": "inspections_recommendation WHERE inspection_id IN ({ids})"},
    )
    + follows(
        "tasks_task",
        "task_named",
        "code, title",
        {
            "update": "tasks_progressupdate WHERE task_id IN ({ids})",
            "change": "tasks_changerequest WHERE task_id IN ({ids})",
        },
    )
    + follows(
        "organisations_organisation",
        "body_named",
        "name, short_name",
        {
            "update": "tasks_progressupdate WHERE organisation_id IN ({ids})",
            "change": "tasks_changerequest WHERE organisation_id IN ({ids})",
            "advice": "inspections_recommendation WHERE organisation_id IN ({ids})",
            "decision": "meetings_decision WHERE id IN (SELECT decision_id "
            "FROM meetings_decisionbody WHERE organisation_id IN ({ids}))",
        },
    )
)
FILL = """
SELECT search_refresh('update', (SELECT array_agg(id) FROM tasks_progressupdate));
SELECT search_refresh('document', (SELECT array_agg(id) FROM documents_document));
SELECT search_refresh('directive', (SELECT array_agg(id) FROM tasks_directive));
SELECT search_refresh('change', (SELECT array_agg(id) FROM tasks_changerequest));
SELECT search_refresh('decision', (SELECT array_agg(id) FROM meetings_decision));
SELECT search_refresh('advice', (SELECT array_agg(id) FROM inspections_recommendation));
"""

_FUNCTIONS = [*NAMES, *(f"{name}_{when}" for name in PARTS for when in ("added", "changed", "gone"))]
DROP = (
    "".join(f"DROP FUNCTION public.search_on_{name}() CASCADE;\n" for name in _FUNCTIONS)
    + "DELETE FROM search_searchentry WHERE kind IN ('directive', 'change', 'decision', 'advice');\n"
    + faster.refresh(faster.ONLY_OTHER)
    + "DROP VIEW public.search_source;\n"
    + sources.SOURCES[sources.SOURCES.index("CREATE VIEW public.search_source") :]
)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_fold_faster"),
        ("tasks", "0016_updates_taken_back"),
        ("inspections", "0004_packs_as_made_files"),
        ("meetings", "0002_enforce_moves"),
    ]

    operations = [
        migrations.AddField("searchentry", "page_id", models.BigIntegerField(null=True)),
        migrations.AlterField(
            "searchentry", "kind", models.CharField(choices=KINDS, max_length=10)
        ),
        migrations.RunSQL(PLACES, "DROP FUNCTION public.search_places(text);"),
        migrations.AddIndex(
            "searchentry",
            django.contrib.postgres.indexes.GinIndex(
                models.Func("label", function="public.search_places"), name="search_entry_places"
            ),
        ),
        migrations.RunSQL(SOURCES + REFRESH + TRIGGERS, DROP),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
