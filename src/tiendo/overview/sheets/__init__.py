"""Every view of the work that leaves as a file, by the name it has in addresses."""

from collections.abc import Mapping

from tiendo.overview.asking import View
from tiendo.overview.sheets import (
    ageing,
    analyses,
    body_counts,
    budget_views,
    burn_up,
    calendar,
    changes,
    check_rules,
    comparison,
    completeness,
    dimensions,
    duties,
    duty_counts,
    indicator_values,
    league,
    lists,
    matrix,
    outgoing,
    outliers,
    persons,
    responsibilities,
    section_counts,
    target_path,
    targets,
    task_list,
    timeline,
    trajectories,
    updates,
)

VIEWS: Mapping[str, View] = {
    view.name: view
    for view in (
        task_list.VIEW,
        body_counts.VIEW,
        section_counts.VIEW,
        league.VIEW,
        persons.VIEW,
        ageing.VIEW,
        burn_up.VIEW,
        comparison.VIEW,
        changes.VIEW,
        *lists.LISTS,
        updates.VIEW,
        timeline.VIEW,
        calendar.VIEW,
        matrix.VIEW,
        responsibilities.VIEW,
        responsibilities.BY_BODY,
        completeness.VIEW,
        outliers.VIEW,
        outgoing.VIEW,
        check_rules.VIEW,
        dimensions.VIEW,
        duties.VIEW,
        duty_counts.VIEW,
        *budget_views.MONEY,
        *(each.view for each in analyses.ANALYSES.values()),
        indicator_values.VIEW,
        targets.VIEW,
        target_path.VIEW,
        trajectories.VIEW,
    )
}
# Those that have a page of their own beside the list of tasks, in the order of its tabs.
PAGES = (
    body_counts.VIEW.name,
    section_counts.VIEW.name,
    league.VIEW.name,
    persons.VIEW.name,
    ageing.VIEW.name,
    burn_up.VIEW.name,
    comparison.VIEW.name,
    changes.VIEW.name,
    updates.VIEW.name,
)
