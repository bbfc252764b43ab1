"""The addresses of tasks: the list, one task, and a page for each step."""

from django.urls import URLPattern, path

from tiendo.workspace.views import task_update, tasks, tasks_update_many, tasks_many, tasks_page
from tiendo.workspace.views.tasks_steps import step_view

_STEPS = {
    "claim": "bao-cao-hoan-thanh",
    "approve": "duyet",
    "send_back": "tra-lai-nguoi-xu-ly",
    "confirm": "xac-nhan",
    "return": "tra-lai",
    "reopen": "mo-lai",
    "go_live": "giao-viec",
    "name_officer": "nguoi-xu-ly",
    "change_deadline": "thoi-han",
    "change_rule": "dinh-ky",
    "assign": "phan-cong",
    "edit": "sua",
    "expand": "tach-co-quan",
    "resume": "tiep-tuc",
    "suspend": "tam-dung",
    "supersede": "thay-the",
    "cancel": "huy",
}

urlpatterns: list[URLPattern] = [
    path("", tasks.show_list, name="task-list"),
    path("ban-nhap/", tasks_many.drafts, name="task-drafts"),
    path("xac-nhan/", tasks_many.confirm, name="task-confirm-many"),
    path("minh-chung/<int:pk>/", tasks_page.download, name="evidence-download"),
    path("cap-nhat/<int:pk>/duyet/", tasks_page.approve, name="task-update-approve"),
    path("<int:pk>/", tasks_page.show, name="task"),
    path("cap-nhat-nhieu/", tasks_update_many.show, name="task-update-many"),
    path("<int:pk>/cap-nhat/", task_update.show, name="task-update"),
    *(
        path(f"<int:pk>/{word}/", step_view(action), name=f"task-{action.replace('_', '-')}")
        for action, word in _STEPS.items()
    ),
]
