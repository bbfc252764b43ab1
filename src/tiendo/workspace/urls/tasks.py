"""The addresses of tasks: the list, one task, and a page for each step."""

from django.urls import URLPattern, path

from tiendo.workspace.views import (
    board,
    calendar,
    confirm_queue,
    dependencies,
    evidence,
    judgements,
    officers,
    subtasks,
    task_sheets,
    task_update,
    tasks,
    tasks_many,
    tasks_page,
    tasks_update_many,
    timeline,
)
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
    path("dong-thoi-gian/", timeline.show, name="task-timeline"),
    path("bang/", board.show, name="task-board"),
    path("lich/", calendar.show, name="task-calendar"),
    path("ma-tran/", task_sheets.matrix, name="task-matrix"),
    path("trach-nhiem/", task_sheets.responsibilities, name="task-responsibilities"),
    path("ban-nhap/", tasks_many.drafts, name="task-drafts"),
    path("cho-xac-nhan/", confirm_queue.show, name="confirm-queue"),
    path("cho-xac-nhan/<int:pk>/minh-chung/", confirm_queue.proof, name="confirm-proof"),
    path("xac-nhan/", confirm_queue.chosen, name="task-confirm-many"),
    path("minh-chung/<int:pk>/xem/", evidence.show, name="evidence"),
    path(
        "minh-chung/<int:pk>/trang/<int:number>/<int:width>.jpg",
        evidence.image,
        name="evidence-page",
    ),
    path("minh-chung/<int:pk>/rut/", evidence.withdraw, name="evidence-withdraw"),
    path("minh-chung/<int:pk>/", evidence.download, name="evidence-download"),
    path("cap-nhat/<int:pk>/duyet/", tasks_page.approve, name="task-update-approve"),
    path("nguoi-xu-ly/", officers.show, name="task-officers"),
    path("<int:pk>/", tasks_page.show, name="task"),
    path("<int:pk>/chia/", subtasks.split, name="task-split"),
    path("<int:pk>/truoc-sau/", dependencies.show, name="task-dependencies"),
    path("truoc-sau/<int:pk>/bo/", dependencies.remove, name="dependency-remove"),
    path("<int:pk>/nhiem-vu-cha/", subtasks.place, name="task-place"),
    path("cap-nhat-nhieu/", tasks_update_many.show, name="task-update-many"),
    path("danh-gia-nam/", judgements.show_list, name="judgement-list"),
    path("danh-gia-nam/<int:pk>/", judgements.judge, name="judgement-judge"),
    path("<int:pk>/bao-cao-nam/", judgements.report, name="judgement-report"),
    path("<int:pk>/cap-nhat/", task_update.show, name="task-update"),
    *(
        path(f"<int:pk>/{word}/", step_view(action), name=f"task-{action.replace('_', '-')}")
        for action, word in _STEPS.items()
    ),
]
