"""The addresses of documents."""

from django.urls import path

from tiendo.workspace.views import (
    document_moves,
    document_pages,
    document_readings,
    documents,
)

urlpatterns = [
    path("", documents.show_list, name="document-list"),
    path("tai-len/", documents.upload, name="document-upload"),
    path("tai-len/<int:pk>/cam-ket/", documents.declare, name="document-declare"),
    path("<int:pk>/", documents.show, name="document"),
    path("<int:pk>/sua/", documents.edit, name="document-edit"),
    path("ban/<int:pk>/tai-ve/", documents.download, name="document-download"),
    path("ban/<int:pk>/trang/", document_pages.show_page, name="document-page-of"),
    path("ban/<int:pk>/trang/<int:number>/", document_pages.show_page, name="document-page"),
    path(
        "ban/<int:pk>/trang/<int:number>/<int:width>.jpg",
        document_pages.show_image,
        name="document-page-image",
    ),
    path("ban/<int:pk>/doc-lai/", document_readings.read_file_again, name="document-read-again"),
    path("ban/<int:pk>/da-doi/", document_moves.show_moves, name="document-moves"),
    path("ban/<int:pk>/da-doi/<int:passage_pk>/", document_moves.place, name="document-place"),
    path("dan/<int:pk>/chon/", document_moves.choose, name="document-choose"),
    path("doc-lai/", document_readings.read_all_again, name="document-read-all"),
    path("doc/<int:pk>/", document_readings.show_reading, name="document-reading"),
    path(
        "doc/<int:pk>/tien-do/",
        document_readings.show_progress,
        name="document-reading-progress",
    ),
    path("doc/<int:pk>/dung/", document_readings.stop, name="document-reading-stop"),
    path("doc/<int:pk>/thu-lai/", document_readings.retry, name="document-reading-retry"),
]
