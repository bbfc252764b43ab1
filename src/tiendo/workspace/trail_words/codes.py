"""The codes that fields of the trail hold, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import RoleCode
from tiendo.alerts.wording import WORDS as RULE_WORDS
from tiendo.budgets.models import (
    ApprovalKind,
    Area,
    Nature,
    ProjectState,
    RowState,
    Source,
    Stage,
)
from tiendo.calendars.models import DayKind
from tiendo.domain.inspections import SEVERITIES
from tiendo.domain.lists import load_list
from tiendo.exchange.models import Choice
from tiendo.indicators.models import (
    CheckKind,
    CheckSeverity,
    Comparator,
    Direction,
    IndicatorState,
    Obligation,
    ObservationState,
    Qualifier,
)
from tiendo.indicators.models.dictionary import Frequency
from tiendo.inspections.models import State as InspectionState
from tiendo.inspections.models import TeamRole
from tiendo.intake.models import MatchKind
from tiendo.meetings.models import DecisionChoice
from tiendo.meetings.models import State as MeetingState
from tiendo.organisations.models import Kind, Level, SuccessionKind
from tiendo.overview.models import Sharing
from tiendo.programmes.models import HandOverDecision, HandOverState
from tiendo.regimes.models import RegimeKind
from tiendo.reporting.models import Channel
from tiendo.tasks.models import (
    ChangeKind,
    ChangeState,
    DifficultyKind,
    DifficultyState,
    DirectiveState,
    EvidenceKind,
    JudgedResult,
    Lifecycle,
    Opinion,
    Part,
    RecheckResult,
    SolvingLevel,
)

CODES = {
    # Money has words of its own for codes that other nouns share.
    **{f"stage_{code}": words for code, words in Stage.choices},
    **{f"money_source_{code}": words for code, words in Source.choices},
    **{f"nature_{code}": words for code, words in Nature.choices},
    **{f"area_{code}": words for code, words in Area.choices},
    **{f"project_state_{code}": words for code, words in ProjectState.choices},
    **{f"approval_kind_{code}": words for code, words in ApprovalKind.choices},
    **{f"treasury_state_{code}": words for code, words in RowState.choices},
    # Figures too: "confirmed" and "orientation" are other things of tasks and drafts.
    **{f"indicator_state_{code}": words for code, words in IndicatorState.choices},
    **{f"figure_state_{code}": words for code, words in ObservationState.choices},
    **{f"frequency_{code}": words for code, words in Frequency.choices},
    **{f"direction_{code}": words for code, words in Direction.choices},
    **{f"comparator_{code}": words for code, words in Comparator.choices},
    **{f"obligation_{code}": words for code, words in Obligation.choices},
    **{f"qualifier_{code}": words for code, words in Qualifier.choices},
    **{f"kind_{code}": words for code, words in CheckKind.choices},
    **{f"day_kind_{code}": words for code, words in DayKind.choices},
    **{f"regime_kind_{code}": words for code, words in RegimeKind.choices},
    **{f"severity_{code}": words for code, words in CheckSeverity.choices},
    # Those that share a code with a noun below keep that noun's word.
    **dict(Choice.choices),
    **dict(DecisionChoice.choices),
    **dict(MeetingState.choices),
    **dict(DirectiveState.choices),
    **dict(InspectionState.choices),
    **dict(EvidenceKind.choices),
    **{rule.value: words.name for rule, words in RULE_WORDS.items()},
    **dict(ChangeState.choices),
    **dict(ChangeKind.choices),
    **dict(Opinion.choices),
    **dict(DifficultyState.choices),
    **dict(DifficultyKind.choices),
    # "commune" is a kind of body too.
    **{f"solving_{code}": words for code, words in SolvingLevel.choices},
    **dict(Lifecycle.choices),
    **dict(JudgedResult.choices),
    **dict(Part.choices),
    **dict(Kind.choices),
    **dict(Level.choices),
    **dict(SuccessionKind.choices),
    **dict(RoleCode.choices),
    "proposed": _("Chờ rà soát"),
    "accepted": _("Chấp nhận"),
    "orientation": _("Định hướng"),
    "rejected": _("Từ chối"),
    **dict(RecheckResult.choices),
    "merged": _("Gộp"),
    "split": _("Tách"),
    "body": _("Toàn văn"),
    **dict(Channel.choices),
    # "body" and "role" are other things elsewhere.
    **{f"sharing_{code}": words for code, words in Sharing.choices},
    **dict(TeamRole.choices),
    **{choice.code: choice.word for choice in load_list(SEVERITIES)},
    **dict(MatchKind.choices),
    **dict(HandOverDecision.choices),
    **dict(HandOverState.choices),
}
# How often a task recurs, by the head of its rule ("R:monthly:25").
RHYTHMS = {
    "daily": _("hằng ngày"),
    "weekly": _("hằng tuần"),
    "monthly": _("hằng tháng"),
    "quarterly": _("hằng quý"),
    "halfyearly": _("6 tháng"),
    "yearly": _("hằng năm"),
    "continuous": _("thường xuyên"),
}
# Fields whose values are codes.
CODE_FIELDS = frozenset(
    {
        "channel",
        "day_kind",
        "regime_kind",
        "stage",
        "money_source",
        "nature",
        "area",
        "project_state",
        "approval_kind",
        "treasury_state",
        "indicator_state",
        "figure_state",
        "frequency",
        "direction",
        "comparator",
        "obligation",
        "qualifier",
        "lifecycle",
        "severity",
        "sharing",
        "team_role",
        "decision_kind",
        "row_choice",
        "state",
        "states",
        "part",
        "kind",
        "decision",
        "level",
        "role",
        "change_kind",
        "opinion",
        "difficulty_kind",
        "solving_level",
        "result",
        "proposed_result",
        "rule",
    }
)
