"""Alerts and the channels by which people are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

ALERTS = Noun(
    actions={
        "alert.muted": _("Tạm tắt cảnh báo"),
        "alert.unmuted": _("Bật lại cảnh báo"),
        "alert.value_laid_down": _("Đặt giá trị quy tắc cảnh báo"),
        "webhook.added": _("Thêm điểm nhận webhook"),
        "webhook.secret_renewed": _("Đổi khóa ký của điểm nhận"),
        "webhook.enabled": _("Bật điểm nhận webhook"),
        "webhook.disabled": _("Tắt điểm nhận webhook"),
        "webhook.tried": _("Gửi thử webhook"),
        "delivery.sent_again": _("Gửi lại"),
        "feed.opened": _("Tạo địa chỉ lịch"),
        "feed.revoked": _("Thu hồi địa chỉ lịch"),
        "channels.chosen": _("Chọn kênh nhận thông báo"),
    },
    objects={
        "alerts.alert": _("Cảnh báo"),
        "alerts.rulevalue": _("Giá trị quy tắc cảnh báo"),
        "alerts.webhookendpoint": _("Điểm nhận webhook"),
        "alerts.delivery": _("Lượt gửi"),
        "alerts.calendarfeed": _("Địa chỉ lịch"),
        "alerts.channelchoice": _("Kênh nhận thông báo"),
    },
)
