"""The queries that the rows of facts come from.

A stretch is half-open: ``valid_to`` and ``known_to`` are the first day and moment after it, null
for no end. Sorted by year first, so that one file is open at a time.
"""

OBSERVATIONS = """
SELECT i.code AS indicator, b.slug AS body, extract(year FROM o.period_end)::int AS year,
       o.period_start, o.period_end, o.breakdown,
       CASE WHEN o.is_missing THEN 'no_data' ELSE 'value' END AS state, o.value, o.qualifier,
       o.state AS quality, o.entry, o.as_of, o.revision, o.entered_at AS known_from,
       later.entered_at AS known_to, o.confirmed_at, o.published_at
FROM indicators_observation o
JOIN indicators_indicator i ON i.id = o.indicator_id
JOIN organisations_organisation b ON b.id = o.organisation_id
LEFT JOIN indicators_observation later ON later.corrects_id = o.id
ORDER BY 3, 1, o.period_start, o.period_end, 2, o.breakdown, o.revision
"""

INDICATOR_VALUES = """
SELECT i.code AS indicator, b.slug AS body, extract(year FROM v.period_end)::int AS year,
       v.period_start, v.period_end, v.breakdown, v.state, v.value, o.state AS quality, v.measured,
       v.counted, v.as_of, v.observation_id IS NULL AS is_computed
FROM indicators_indicatorvalue v
JOIN indicators_indicator i ON i.id = v.indicator_id
JOIN organisations_organisation b ON b.id = v.organisation_id
LEFT JOIN indicators_observation o ON o.id = v.observation_id
ORDER BY 3, 1, v.period_start, v.period_end, 2, v.breakdown
"""

INDICATORS = """
SELECT i.code AS indicator, v.number AS version, v.name, v.unit, v.unit_base, v.decimals,
       v.direction, v.origin, v.frequency, lower(v.validity) AS valid_from,
       upper(v.validity) AS valid_to
FROM indicators_indicatorversion v
JOIN indicators_indicator i ON i.id = v.indicator_id
ORDER BY 1, 2
"""

# The bodies of which there is to be a value, each of a kind or the one subject, for the days on
# which it exists and the definition holds.
REPORTERS = """
SELECT i.code AS indicator, b.slug AS body, lower(v.validity * b.validity) AS valid_from,
       upper(v.validity * b.validity) AS valid_to
FROM indicators_indicatorversion v
JOIN indicators_indicator i ON i.id = v.indicator_id
LEFT JOIN organisations_bodygroup g ON g.id = v.reporters_id
JOIN organisations_organisation b
  ON v.validity && b.validity
 AND (b.id = v.subject_id OR b.kind = ANY (g.kinds) AND g.level IN ('', b.level))
ORDER BY 1, 2, 3
"""

BODIES = """
SELECT b.slug AS body, b.name, b.kind, b.level, p.slug AS parent,
       lower(b.validity) AS valid_from, upper(b.validity) AS valid_to
FROM organisations_organisation b
LEFT JOIN organisations_organisation p ON p.id = b.parent_id
ORDER BY 1
"""

# A span is cut where the lead body or the task's part in the counts changed; days without a lead
# have an empty body.
STATUS_SPANS = """
SELECT s.id AS span_id, t.id AS task_id, t.code AS task, t.programme_id, led.body, s.status,
       counts.is_counted, coalesce(extract(year FROM lower(piece))::int, 1) AS year,
       lower(piece) AS valid_from, upper(piece) AS valid_to, lower(s.known) AS known_from,
       upper(s.known) AS known_to
FROM tasks_statusspan s
JOIN tasks_task t ON t.id = s.task_id
CROSS JOIN LATERAL (
    SELECT coalesce(b.slug, '') AS body, datemultirange(a.validity) AS days
    FROM tasks_assignment a
    LEFT JOIN organisations_organisation b ON b.id = a.organisation_id
    WHERE a.task_id = t.id AND a.part = 'lead' AND NOT isempty(a.validity)
    UNION ALL
    SELECT '', datemultirange(daterange(NULL, NULL)) - coalesce(range_agg(a.validity), '{}')
    FROM tasks_assignment a
    WHERE a.task_id = t.id AND a.part = 'lead'
) led
CROSS JOIN LATERAL (
    VALUES (true, datemultirange(daterange(NULL, NULL)) - coalesce(t.subtask_during, '{}')),
           (false, coalesce(t.subtask_during, '{}'))
) counts (is_counted, days)
CROSS JOIN LATERAL unnest(datemultirange(s.validity) * led.days * counts.days) piece
ORDER BY 8, s.id, 9, 5
"""

PROGRESS_UPDATES = """
SELECT u.id AS update_id, t.id AS task_id, t.code AS task, t.programme_id, b.slug AS body,
       extract(year FROM u.as_of)::int AS year, u.as_of, u.percent, u.done_count, u.total_count,
       u.count_unit, u.difficulty <> '' AS has_difficulty, u.recorded_at AS known_from,
       u.approved_at
FROM tasks_progressupdate u
JOIN tasks_task t ON t.id = u.task_id
JOIN organisations_organisation b ON b.id = u.organisation_id
ORDER BY 6, u.id
"""

BUDGET_LINES = """
SELECT l.id AS line_id, l.year, l.title, b.slug AS body, l.programme_id, p.code AS project,
       l.source, l.nature, l.area, l.chapter_code, l.sector_code, l.item_code, l.programme_code
FROM budgets_budgetline l
JOIN organisations_organisation b ON b.id = l.body_id
LEFT JOIN budgets_project p ON p.id = l.project_id
ORDER BY 2, 1
"""

_MONEY = """
SELECT r.id AS row_id, l.id AS line_id, l.year, r.amount_vnd, r.day, r.is_withdrawn,
       r.recorded_at AS known_from, later.recorded_at AS known_to{column}
FROM {table} r
JOIN budgets_budgetline l ON l.id = r.line_id
LEFT JOIN {table} later ON later.corrects_id = r.id
ORDER BY 3, 1
"""

BUDGET_STEPS = _MONEY.format(table="budgets_budgetstep", column=", r.stage")
COMMITMENTS = _MONEY.format(table="budgets_commitment", column="")
DISBURSEMENTS = _MONEY.format(table="budgets_disbursement", column=", r.is_cumulative")
