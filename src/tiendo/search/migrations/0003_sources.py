"""What each entry is made from, and the triggers that keep entries current in the same transaction.

``search_source`` says what all entries should be; ``search_refresh`` makes those of some records
so. A nightly audit compares the two.
"""

from django.db import migrations

COLUMNS = (
    "kind, object_id, start, \"end\", task_id, document_id, rendition_id, update_id, difficulty_id, "
    "organisation_id, symbol, head, body, around, label, standing, moment"
)
CONTENT = (
    "\"end\", task_id, document_id, rendition_id, update_id, difficulty_id, organisation_id, "
    "symbol, head, body, around, label, standing, moment"
)

# A clause is its own lines, a table is found row by row, and what stands in neither is cut into
# stretches. Lines are walked once: a long text is never cut from its beginning for each clause.
CLAUSES = """
CREATE FUNCTION public.search_clauses(content text, structure jsonb, parsed jsonb)
RETURNS TABLE (start integer, "end" integer, label text, words text)
LANGUAGE sql IMMUTABLE AS $$
    WITH lines AS (
        SELECT line, (sum(char_length(line) + 1) OVER (ORDER BY number) - char_length(line) - 1)::int
            AS place
        FROM string_to_table(content, E'\\n') WITH ORDINALITY AS cut (line, number)
    ), units AS (
        SELECT (unit->'span'->>0)::int AS place, (unit->'own_span'->>1)::int AS ends,
            unit->>'path' AS label
        FROM jsonb_array_elements(COALESCE(parsed->'outline', '[]')) AS unit
        WHERE jsonb_typeof(unit->'own_span') = 'array' AND jsonb_typeof(unit->'span') = 'array'
    ), rows AS (
        SELECT min((cell->>0)::int) AS place, max((cell->>1)::int) AS ends,
            (number_of.part->>'is_layout')::boolean AS is_layout
        FROM jsonb_array_elements(COALESCE(structure->'tables', '[]'))
                WITH ORDINALITY AS number_of (part, number),
            jsonb_array_elements(number_of.part->'cells') AS cell
        WHERE (cell->>1)::int > (cell->>0)::int
        GROUP BY number_of.number, (cell->>2)::int, is_layout
    ), known AS (
        SELECT place, max(ends) AS ends, max(label) AS label, false AS is_layout FROM units
        GROUP BY place
        UNION ALL SELECT place, ends, NULL, is_layout FROM rows
    ), numbered AS (
        SELECT *, row_number() OVER (ORDER BY place, ends DESC) AS number FROM known
    ), walked AS (
        SELECT place, line, max(number) OVER (ORDER BY place, line IS NOT NULL) AS number
        FROM (SELECT place, NULL AS line, number FROM numbered
            UNION ALL SELECT place, line, NULL FROM lines) AS both_of
    ), placed AS (
        SELECT walked.place, walked.line, numbered.number, numbered.ends, numbered.label,
            numbered.place AS begins, numbered.is_layout
        FROM walked LEFT JOIN numbered
            ON numbered.number = walked.number AND walked.place < numbered.ends
        WHERE walked.line ~ '\\S'
    )
    SELECT COALESCE(begins, min(place)), COALESCE(ends, max(place + char_length(line))),
        COALESCE(label, ''), string_agg(line, E'\\n' ORDER BY place)
    FROM placed
    WHERE is_layout IS NOT true
    GROUP BY number, begins, ends, label, CASE WHEN number IS NULL THEN place / 2000 END
$$;
"""

SOURCES = """
CREATE FUNCTION public.search_standing(lifecycle text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (CASE WHEN lifecycle = 'draft' THEN 1
        WHEN lifecycle IN ('cancelled', 'superseded') THEN 2 ELSE 0 END)::smallint
$$;

CREATE VIEW public.search_task AS
SELECT task.id, task.code AS symbol, task.title AS head, task.product AS body,
    COALESCE(bodies.names, '') AS around, search_standing(task.lifecycle) AS standing, task.live_on
FROM tasks_task AS task
LEFT JOIN LATERAL (
    SELECT string_agg(COALESCE(concat_ws(' · ', body.name,
            NULLIF(NULLIF(body.short_name, body.name), '')), part.raw_text), E'\\n'
        ORDER BY part.id) AS names
    FROM tasks_assignment AS part
    LEFT JOIN organisations_organisation AS body ON body.id = part.organisation_id
    WHERE part.task_id = task.id AND part.part IN ('lead', 'coordinate')
        AND upper_inf(part.validity)
) AS bodies ON true;

CREATE VIEW public.search_document AS
SELECT document.id,
    concat_ws(' ', document.type_name, document.number_raw,
        NULLIF(document.number, document.number_raw)) AS symbol,
    document.title AS head,
    concat_ws(E'\\n', NULLIF(document.issuer_text, ''), body.name, NULLIF(document.signer, ''))
        AS body,
    (CASE WHEN EXISTS (SELECT FROM documents_documentlink AS link
        WHERE link.cited_id = document.id AND link.relation = 'replaces') THEN 2 ELSE 0 END)::smallint
        AS standing,
    document.issued_on
FROM documents_document AS document
LEFT JOIN organisations_organisation AS body ON body.id = document.issuer_id;

-- The newest text of the first file of each part: the others hold the same clauses again.
CREATE VIEW public.search_text AS
SELECT rendition.id AS rendition_id, rendition.document_id, document.issued_on,
    version.content, version.structure, version.parsed
FROM documents_rendition AS rendition
JOIN documents_document AS document ON document.id = rendition.document_id
JOIN LATERAL (
    SELECT content, structure, parsed FROM documents_textversion
    WHERE documents_textversion.rendition_id = rendition.id
    ORDER BY created_at DESC, id DESC LIMIT 1
) AS version ON true
WHERE NOT EXISTS (
    SELECT FROM documents_rendition AS earlier
    WHERE earlier.document_id = rendition.document_id AND earlier.part = rendition.part
        AND earlier.id < rendition.id
        AND EXISTS (SELECT FROM documents_textversion AS read WHERE read.rendition_id = earlier.id));

CREATE VIEW public.search_body AS
SELECT body.id,
    concat_ws(E'\\n', body.name, NULLIF(body.short_name, ''), NULLIF(body.symbol_code, ''),
        (SELECT string_agg(alias.name, E'\\n' ORDER BY alias.id)
         FROM organisations_organisationalias AS alias WHERE alias.organisation_id = body.id))
        AS symbol,
    COALESCE((SELECT string_agg(earlier.name, E'\\n' ORDER BY link.id)
        FROM organisations_succession AS link
        JOIN organisations_organisation AS earlier ON earlier.id = link.predecessor_id
        WHERE link.successor_id = body.id AND earlier.name <> body.name), '') AS former,
    COALESCE(whole.name, '') AS whole,
    (CASE WHEN upper_inf(body.validity) THEN 0 ELSE 2 END)::smallint AS standing,
    lower(body.validity) AS since
FROM organisations_organisation AS body
LEFT JOIN organisations_organisation AS whole
    ON whole.id = body.parent_id AND body.kind = 'division';

CREATE VIEW public.search_source AS
SELECT 'task' AS kind, id::bigint AS object_id, 0 AS start, 0 AS "end", id AS task_id,
    NULL::bigint AS document_id, NULL::bigint AS rendition_id, NULL::bigint AS update_id,
    NULL::bigint AS difficulty_id, NULL::bigint AS organisation_id, symbol, head, body, around,
    '' AS label, standing, live_on AS moment
FROM search_task
UNION ALL
SELECT 'document', id, 0, 0, NULL, id, NULL, NULL, NULL, NULL, symbol, head, body, '', '',
    standing, issued_on
FROM search_document
UNION ALL
SELECT 'passage', text.rendition_id, clause.start, clause."end", NULL, text.document_id,
    text.rendition_id, NULL, NULL, NULL, '', '', clause.words, '', left(clause.label, 200),
    0::smallint, text.issued_on
FROM search_text AS text
CROSS JOIN LATERAL search_clauses(text.content, text.structure, text.parsed) AS clause
UNION ALL
SELECT 'update', id, 0, 0, task_id, NULL, NULL, id, NULL, NULL, '', '',
    concat_ws(E'\\n', done, NULLIF(difficulty, ''), NULLIF(proposal, '')), '', '', 0::smallint,
    as_of
FROM tasks_progressupdate
UNION ALL
SELECT 'difficulty', id, 0, 0, NULL, NULL, NULL, NULL, id, NULL, 'VM-' || id, what,
    concat_ws(E'\\n', NULLIF(cause, ''), NULLIF(proposal, ''),
        (SELECT string_agg(event.text, E'\\n' ORDER BY event.id) FROM tasks_difficultyevent AS event
         WHERE event.difficulty_id = held.id AND event.action = 'answer' AND event.text <> '')),
    '', '', (CASE WHEN state IN ('solved', 'closed') THEN 2 ELSE 0 END)::smallint, raised_on
FROM tasks_difficulty AS held
UNION ALL
SELECT 'body', id, 0, 0, NULL, NULL, NULL, NULL, NULL, id, symbol, '', former, whole, '',
    standing, since
FROM search_body;
"""

# Rows are locked first: whoever waited then reads what the other has written.
REFRESH = f"""
CREATE FUNCTION public.search_refresh(which text, ids bigint[]) RETURNS void
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
    SELECT {COLUMNS} FROM search_source WHERE kind = which AND object_id = ANY (ids)
    ON CONFLICT (kind, object_id, start) DO UPDATE SET ({CONTENT}) =
        ROW (excluded."end", excluded.task_id, excluded.document_id, excluded.rendition_id,
            excluded.update_id, excluded.difficulty_id, excluded.organisation_id, excluded.symbol,
            excluded.head, excluded.body, excluded.around, excluded.label, excluded.standing,
            excluded.moment)
        WHERE (entry.symbol, entry.head, entry.body, entry.around, entry.standing, entry.moment,
                entry.document_id, entry.task_id)
            IS DISTINCT FROM (excluded.symbol, excluded.head, excluded.body, excluded.around,
                excluded.standing, excluded.moment, excluded.document_id, excluded.task_id);
END
$$;

CREATE FUNCTION public.search_forget(which text, ids bigint[]) RETURNS void
LANGUAGE sql AS $$
    DELETE FROM search_searchentry WHERE kind = which AND object_id = ANY (ids)
$$;
"""

# table → trigger function of new rows, and of rows of which something that is searched changed
_NEW = "SELECT array_agg(DISTINCT {column}) FROM fresh"
_BOTH = (
    "SELECT array_agg(DISTINCT {column}) FROM "
    "(SELECT * FROM fresh UNION ALL SELECT * FROM stale) AS changed"
)


def trigger(table: str, event: str, name: str, body: str) -> str:
    """A function and the trigger that calls it once for all rows of a statement."""
    tables = {
        "INSERT": "NEW TABLE AS fresh",
        "UPDATE": "NEW TABLE AS fresh OLD TABLE AS stale",
        "DELETE": "OLD TABLE AS stale",
    }
    return f"""
CREATE FUNCTION public.search_on_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
    RETURN NULL;
END
$$;
CREATE TRIGGER search_{name} AFTER {event} ON {table}
    REFERENCING {tables[event]} FOR EACH STATEMENT EXECUTE FUNCTION public.search_on_{name}();
"""


def refreshed(kind: str, ids: str) -> str:
    return f"PERFORM search_refresh('{kind}', ({ids}));"


def forgotten(kind: str) -> str:
    return f"PERFORM search_forget('{kind}', (SELECT array_agg(id) FROM stale));"


def changed(columns: str, column: str = "id") -> str:
    """The rows of an update in which one of these differs; "col" or an expression with {{}}."""
    parts = [part.strip() for part in columns.split(";")]
    here = ", ".join(p.format("fresh") if "{" in p else f"fresh.{p}" for p in parts)
    there = ", ".join(p.format("stale") if "{" in p else f"stale.{p}" for p in parts)
    return (
        f"SELECT array_agg(DISTINCT fresh.{column}) FROM fresh JOIN stale ON stale.id = fresh.id "
        f"WHERE ({here}) IS DISTINCT FROM ({there})"
    )


def noun(table: str, kind: str, columns: str) -> str:
    """The three triggers of a table whose rows are entries themselves."""
    return (
        trigger(table, "INSERT", f"{kind}_added", refreshed(kind, _NEW.format(column="id")))
        + trigger(table, "UPDATE", f"{kind}_changed", refreshed(kind, changed(columns)))
        + trigger(table, "DELETE", f"{kind}_gone", forgotten(kind))
    )


def part(table: str, name: str, kind: str, column: str) -> str:
    """The three triggers of a table whose rows are part of an entry."""
    of_new, of_old = _NEW.format(column=column), f"SELECT array_agg(DISTINCT {column}) FROM stale"
    return (
        trigger(table, "INSERT", f"{name}_added", refreshed(kind, of_new))
        + trigger(table, "UPDATE", f"{name}_changed", refreshed(kind, _BOTH.format(column=column)))
        + trigger(table, "DELETE", f"{name}_gone", refreshed(kind, of_old))
    )


TASK_COLUMNS = "code; title; product; live_on; search_standing({}.lifecycle)"
_RENAMED = "SELECT fresh.id FROM fresh JOIN stale ON stale.id = fresh.id WHERE (fresh.name, " \
    "fresh.short_name) IS DISTINCT FROM (stale.name, stale.short_name)"
BODY_CHANGED = f"""
    {refreshed("body", changed("name; short_name; symbol_code; validity; parent_id"))}
    IF EXISTS ({_RENAMED}) THEN
        PERFORM search_refresh('body', (SELECT array_agg(id) FROM organisations_organisation
            WHERE parent_id IN ({_RENAMED})));
        PERFORM search_refresh('body', (SELECT array_agg(successor_id)
            FROM organisations_succession WHERE predecessor_id IN ({_RENAMED})));
        PERFORM search_refresh('document', (SELECT array_agg(id) FROM documents_document
            WHERE issuer_id IN ({_RENAMED})));
        PERFORM search_refresh('task', (SELECT array_agg(DISTINCT task_id) FROM tasks_assignment
            WHERE organisation_id IN ({_RENAMED})));
    END IF;
"""
# A text that is read anew may take the place of another file of the same part.
_TEXTS = """SELECT array_agg(other.id) FROM documents_rendition AS own
    JOIN documents_rendition AS other
        ON other.document_id = own.document_id AND other.part = own.part
    WHERE own.id IN (SELECT {0} FROM {1})"""
_DOCUMENT_CHANGED = changed(
    "type_name; number; number_raw; title; issuer_id; issuer_text; signer; issued_on"
)
_DATED = (
    "SELECT array_agg(rendition.id) FROM documents_rendition AS rendition "
    "WHERE rendition.document_id IN (SELECT fresh.id FROM fresh JOIN stale ON stale.id = fresh.id "
    "WHERE fresh.issued_on IS DISTINCT FROM stale.issued_on)"
)
TRIGGERS = (
    noun("tasks_task", "task", TASK_COLUMNS)
    + part("tasks_assignment", "assignment", "task", "task_id")
    + noun("tasks_progressupdate", "update", "done; difficulty; proposal; as_of; task_id")
    + noun("tasks_difficulty", "difficulty", "what; cause; proposal; state; raised_on")
    + trigger(
        "tasks_difficultyevent",
        "INSERT",
        "answer_added",
        refreshed("difficulty", "SELECT array_agg(difficulty_id) FROM fresh WHERE action = 'answer'"),
    )
    + trigger("documents_document", "INSERT", "document_added",
        refreshed("document", _NEW.format(column="id")))
    + trigger("documents_document", "UPDATE", "document_changed",
        refreshed("document", _DOCUMENT_CHANGED) + "\n    " + refreshed("passage", _DATED))
    + trigger("documents_document", "DELETE", "document_gone", forgotten("document"))
    + trigger("documents_documentlink", "INSERT", "link_added", refreshed("document",
        "SELECT array_agg(DISTINCT cited_id) FROM fresh WHERE relation = 'replaces' "
        "AND cited_id IS NOT NULL"))
    + trigger("documents_documentlink", "UPDATE", "link_changed", refreshed("document",
        "SELECT array_agg(DISTINCT cited_id) FROM (SELECT * FROM fresh UNION ALL "
        "SELECT * FROM stale) AS changed WHERE relation = 'replaces' AND cited_id IS NOT NULL"))
    + trigger("documents_documentlink", "DELETE", "link_gone", refreshed("document",
        "SELECT array_agg(DISTINCT cited_id) FROM stale WHERE relation = 'replaces' "
        "AND cited_id IS NOT NULL"))
    + trigger("documents_textversion", "INSERT", "text_added",
        refreshed("passage", _TEXTS.format("rendition_id", "fresh")))
    + trigger("documents_textversion", "DELETE", "text_gone",
        refreshed("passage", _TEXTS.format("rendition_id", "stale")))
    + trigger("documents_rendition", "UPDATE", "rendition_changed",
        refreshed("passage", changed("document_id; part")))
    + trigger("documents_rendition", "DELETE", "rendition_gone", forgotten("passage"))
    + trigger("organisations_organisation", "INSERT", "body_added",
        refreshed("body", _NEW.format(column="id")))
    + trigger("organisations_organisation", "UPDATE", "body_changed", BODY_CHANGED)
    + trigger("organisations_organisation", "DELETE", "body_gone", forgotten("body"))
    + part("organisations_organisationalias", "alias", "body", "organisation_id")
    + part("organisations_succession", "succession", "body", "successor_id")
)
FILL = f"INSERT INTO search_searchentry ({COLUMNS}) SELECT {COLUMNS} FROM search_source;"
TABLES = (
    "tasks_task", "tasks_assignment", "tasks_progressupdate", "tasks_difficulty",
    "tasks_difficultyevent", "documents_document", "documents_documentlink",
    "documents_textversion", "documents_rendition", "organisations_organisation",
    "organisations_organisationalias", "organisations_succession",
)
DROP = """
DO $$
DECLARE found record;
BEGIN
    FOR found IN SELECT tgname, tgrelid::regclass AS place FROM pg_trigger
        WHERE tgname LIKE 'search\\_%' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, found.place);
    END LOOP;
    FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE proname LIKE 'search\\_on\\_%' LOOP
        EXECUTE format('DROP FUNCTION %s', found.name);
    END LOOP;
END
$$;
DROP FUNCTION search_forget(text, bigint[]);
DROP FUNCTION search_refresh(text, bigint[]);
DROP VIEW search_source, search_body, search_text, search_document, search_task;
DROP FUNCTION search_standing(text);
DROP FUNCTION search_clauses(text, jsonb, jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0002_entries"),
        ("tasks", "0011_who_answers_a_difficulty"),
        ("documents", "0006_virus_scans"),
        ("organisations", "0004_name_divisions_within_their_body"),
    ]

    operations = [
        migrations.RunSQL(CLAUSES + SOURCES + REFRESH + TRIGGERS, DROP),
        migrations.RunSQL(FILL, "DELETE FROM search_searchentry;"),
    ]
