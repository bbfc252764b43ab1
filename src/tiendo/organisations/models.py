"""Which bodies there are, when, under which names, and what became of them."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Branch(models.TextChoices):
    """Which part of the political system a body belongs to."""

    STATE = "state", _("Nhà nước")
    PARTY = "party", _("Đảng")
    MASS = "mass", _("Mặt trận, đoàn thể")
    UNIT = "unit", _("Đơn vị, doanh nghiệp")


class Level(models.TextChoices):
    """The level of government a body stands at."""

    CENTRAL = "central", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện (đến 30/6/2025)")
    COMMUNE = "commune", _("Cấp xã")
    INTERNAL = "internal", _("Đơn vị trực thuộc")


class Kind(models.TextChoices):
    """What kind of body it is; generic addressees select by kind."""

    PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
    PEOPLES_COUNCIL = "peoples_council", _("Hội đồng nhân dân")
    COMMITTEE_OFFICE = "committee_office", _("Văn phòng UBND")
    DEPARTMENT = "department", _("Sở, ban, ngành")
    COMMUNE = "commune", _("UBND xã")
    WARD = "ward", _("UBND phường")
    DISTRICT = "district", _("UBND cấp huyện (đến 30/6/2025)")
    DIVISION = "division", _("Phòng, đơn vị thuộc cơ quan")
    PUBLIC_SERVICE = "public_service", _("Đơn vị sự nghiệp")
    PARTY_COMMITTEE = "party_committee", _("Cấp ủy, cơ quan Đảng")
    STEERING_COMMITTEE = "steering_committee", _("Ban Chỉ đạo")
    FRONT = "front", _("Mặt trận Tổ quốc, đoàn thể")
    POLICE = "police", _("Công an")
    MILITARY = "military", _("Quân sự, biên phòng")
    BANK = "bank", _("Ngân hàng Nhà nước")
    MINISTRY = "ministry", _("Bộ, cơ quan Trung ương")
    UNIVERSITY = "university", _("Trường đại học, cao đẳng")
    INSTITUTE = "institute", _("Viện nghiên cứu")
    ASSOCIATION = "association", _("Hội, hiệp hội")
    TELECOM = "telecom", _("Doanh nghiệp viễn thông")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    PRESS = "press", _("Cơ quan báo chí")
    OTHER = "other", _("Khác")


class SuccessionKind(models.TextChoices):
    """How one body follows another."""

    CONTINUES = "continues", _("Tiếp tục (bắt đầu lại số văn bản)")
    MERGED = "merged", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia, tách")
    RENAMED = "renamed", _("Đổi tên")
    DISSOLVED = "dissolved", _("Giải thể, chuyển nhiệm vụ")


class Organisation(models.Model):
    """One incarnation of a body: a new one begins where numbering or identity restarted.

    Missing: ``code`` (electronic code) and ``unit_code`` (administrative unit) are null where
    unknown; an open start of ``validity`` means the beginning is unknown, an open end that the
    body exists today. ``sort_key`` and ``folded`` (the name as ``names.match_key`` leaves it) are
    written by the actions.
    """

    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=100, blank=True)
    slug = models.SlugField(max_length=120, unique=True)
    branch = models.CharField(max_length=10, choices=Branch.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    kind = models.CharField(max_length=24, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    validity = DateRangeField()
    code = models.CharField(max_length=35, null=True, blank=True, unique=True)  # noqa: DJ001
    symbol_code = models.CharField(max_length=30, blank=True)
    unit_code = models.CharField(max_length=5, null=True, blank=True)  # noqa: DJ001
    unit_code_version = models.CharField(max_length=20, blank=True)
    is_provisional = models.BooleanField(default=False)
    source = models.CharField(max_length=300)
    sort_key = models.BinaryField()
    folded = models.CharField(max_length=250)

    class Meta:
        indexes = [
            GistIndex(fields=["validity"], name="organisation_validity"),
            GinIndex(
                fields=["folded"], opclasses=["gin_trgm_ops"], name="organisation_folded_trgm"
            ),
            models.Index(fields=["kind", "level"], name="organisation_kind"),
        ]
        constraints = [
            ExclusionConstraint(
                name="organisation_one_incarnation_at_a_time",
                expressions=[
                    ("folded", RangeOperators.EQUAL),
                    ("level", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=~models.Q(kind="division"),
            ),
            # Many bodies have an office of the same name; one body has each once.
            ExclusionConstraint(
                name="division_once_in_its_body",
                expressions=[
                    ("folded", RangeOperators.EQUAL),
                    ("parent", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(kind="division"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OrganisationAlias(models.Model):
    """Another name, abbreviation or old spelling under which a body is found in documents."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=250)
    folded = models.CharField(max_length=250, db_index=True)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "folded"], name="alias_once_per_body")
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """That one body follows another from a day on; ``share`` of the duties, null where unknown."""

    predecessor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions_out"
    )
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions_in"
    )
    kind = models.CharField(max_length=12, choices=SuccessionKind.choices)
    share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    effective_on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"], name="succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class BodyGroup(models.Model):
    """A generic addressee ("UBND các xã, phường"): which kinds of bodies it stands for."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    folded_names = ArrayField(models.CharField(max_length=200))
    kinds = ArrayField(models.CharField(max_length=24, choices=Kind.choices))
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name
