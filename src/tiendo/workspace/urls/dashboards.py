"""The addresses of own dashboards."""

from django.urls import path

from tiendo.workspace.views import dashboard_editing, dashboards

urlpatterns = [
    path("", dashboards.show_list, name="own-dashboard-list"),
    path("lap/", dashboards.create, name="own-dashboard-new"),
    path("<int:pk>/", dashboards.show, name="own-dashboard"),
    path("<int:pk>/sua/", dashboard_editing.edit, name="own-dashboard-edit"),
    path("<int:pk>/chia-se/", dashboard_editing.share, name="own-dashboard-share"),
    path("<int:pk>/man-hinh/", dashboards.show_wall, name="own-dashboard-wall"),
    path("<int:pk>/tai-ve.<slug:form>", dashboards.download, name="own-dashboard-file"),
    path("<int:pk>/khoi/them/<slug:kind>/", dashboard_editing.add_block, name="own-block-new"),
    path("<int:pk>/khoi/<int:block>/", dashboard_editing.edit_block, name="own-block-edit"),
    path(
        "<int:pk>/khoi/<int:block>/<slug:name>/",
        dashboard_editing.step_block,
        name="own-block-step",
    ),
    path("<int:pk>/<slug:name>/", dashboard_editing.step, name="own-dashboard-step"),
]
