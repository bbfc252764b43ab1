"""The addresses of the dictionary of indicators and of targets."""

from django.urls import path

from tiendo.workspace.views import definitions, indicators, targets

urlpatterns = [
    path("", indicators.show_list, name="indicator-list"),
    path("moi/", definitions.define, name="indicator-new"),
    path("cong-thuc/", definitions.check, name="formula-check"),
    path("<int:pk>/", indicators.show, name="indicator"),
    path("<int:pk>/so-lieu/<int:value>/", indicators.show_value, name="indicator-value"),
    path("<int:pk>/sua/", definitions.revise, name="indicator-revise"),
    path("<int:pk>/ngung/", definitions.retire, name="indicator-retire"),
    path("<int:pk>/theo-doi-lai/", definitions.restore, name="indicator-restore"),
    path("<int:pk>/doan-trich/", definitions.link, name="indicator-link"),
    path("<int:pk>/muc-tieu/", targets.set_new, name="target-new"),
    path("muc-tieu/<int:pk>/dieu-chinh/", targets.revise, name="target-revise"),
    path("muc-tieu/<int:pk>/bo/", targets.withdraw, name="target-withdraw"),
]
