"""The addresses of hand-overs of replaced programmes."""

from django.urls import path

from tiendo.workspace.views import handovers

urlpatterns = [
    path("", handovers.show_list, name="handover-list"),
    path("lap/", handovers.start, name="handover-new"),
    path("<int:pk>/", handovers.show, name="handover"),
    path("<int:pk>/nhieu-dong/", handovers.decide_many, name="handover-rows"),
    path("<int:pk>/cac-phan/", handovers.show_sections, name="handover-sections"),
    path("<int:pk>/cap-nhat/", handovers.refresh, name="handover-refresh"),
    path("<int:pk>/trinh/", handovers.submit, name="handover-submit"),
    path("<int:pk>/bo/", handovers.discard, name="handover-discard"),
    path("<int:pk>/tra-lai/", handovers.send_back, name="handover-return"),
    path("<int:pk>/quyet-dinh/", handovers.apply, name="handover-apply"),
    path("dong/<int:pk>/", handovers.decide_one, name="handover-row"),
]
