"""What money is told apart by. Empty: the source does not say."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where money comes from."""

    CENTRAL = "central", _("Ngân sách trung ương")
    PROVINCE = "province", _("Ngân sách tỉnh")
    COMMUNE = "commune", _("Ngân sách xã")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")
    OTHER = "other", _("Nguồn khác")


class Nature(models.TextChoices):
    """What money is spent as."""

    INVESTMENT = "investment", _("Chi đầu tư")
    RECURRENT = "recurrent", _("Chi thường xuyên")


class Area(models.TextChoices):
    """What money is spent on."""

    SCIENCE = "science", _("Khoa học, công nghệ")
    INNOVATION = "innovation", _("Đổi mới sáng tạo")
    DIGITAL = "digital", _("Chuyển đổi số")


class Stage(models.TextChoices):
    """The steps of a year's budget, in their order."""

    REQUEST = "request", _("Dự toán đề nghị")
    APPRAISAL = "appraisal", _("Thẩm định")
    ALLOCATION = "allocation", _("Giao dự toán")
    ADJUSTMENT = "adjustment", _("Điều chỉnh dự toán")
