"""The addresses of what stands behind indicators: starter, workbooks, dimensions, rules."""

from django.urls import path

from tiendo.workspace.views import indicator_dimensions as dimensions
from tiendo.workspace.views import indicator_rules as rules
from tiendo.workspace.views import indicator_setup as setup

urlpatterns = [
    path("thiet-lap/", setup.show_setup, name="indicator-setup"),
    path("thiet-lap/danh-muc-mau/", setup.show_starter, name="starter-dictionary"),
    path("thiet-lap/xuat/", setup.export, name="dictionary-export"),
    path("thiet-lap/tep/", setup.show_files, name="dictionary-file-list"),
    path("thiet-lap/tep/<int:pk>/", setup.show_file, name="dictionary-file"),
    path("thiet-lap/tep/<int:pk>/bo/", setup.drop_file, name="dictionary-file-drop"),
    path("thiet-lap/phan-to/", dimensions.show_list, name="dimension-list"),
    path("thiet-lap/phan-to/<int:pk>/", dimensions.show, name="dimension"),
    path("thiet-lap/phan-to/<int:pk>/ten/", dimensions.rename, name="dimension-rename"),
    path("thiet-lap/phan-to/muc/<int:pk>/", dimensions.edit, name="dimension-item"),
    path("thiet-lap/phan-to/muc/<int:pk>/cho/", dimensions.move, name="dimension-item-move"),
    path("thiet-lap/bat-thuong/", setup.show_outliers, name="outlier-list"),
    path("<int:pk>/quy-tac/", rules.show_list, name="rule-list"),
    path("<int:pk>/quy-tac/moi/", rules.set_new, name="rule-new"),
    path("quy-tac/<int:pk>/thay/", rules.follow, name="rule-follow"),
    path("quy-tac/<int:pk>/ket-thuc/", rules.end, name="rule-end"),
]
