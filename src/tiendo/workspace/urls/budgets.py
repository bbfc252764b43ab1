"""The addresses of money."""

from django.urls import path

from tiendo.workspace.views import budget_amounts, budget_tables, budgets, treasury

urlpatterns = [
    path("", budgets.show_list, name="budget-list"),
    path("moi/", budgets.open_new, name="budget-line-new"),
    path("bang/<slug:view>/", budget_tables.show, name="budget-table"),
    path("tuong-tu/", budgets.alike, name="budget-alike"),
    path("dong/<int:pk>/", budgets.show, name="budget-line"),
    path("dong/<int:pk>/sua/", budgets.edit, name="budget-line-edit"),
    path("dong/<int:pk>/buoc/", budget_amounts.add_step, name="budget-step-new"),
    path("dong/<int:pk>/cam-ket/", budget_amounts.add_commitment, name="budget-commitment-new"),
    path("dong/<int:pk>/giai-ngan/", budget_amounts.add_payment, name="budget-payment-new"),
    path("dong/<int:pk>/chuyen-nguon/", budget_amounts.carry_over, name="budget-carry"),
    path("<slug:kind>/<int:pk>/dinh-chinh/", budget_amounts.correct, name="budget-correct"),
    path("<slug:kind>/<int:pk>/rut/", budget_amounts.withdraw, name="budget-withdraw"),
    path("kho-bac/", treasury.show_list, name="treasury-list"),
    path("kho-bac/<int:pk>/", treasury.show, name="treasury"),
    path("kho-bac/dong/<int:pk>/", treasury.show_row, name="treasury-row"),
    path("kho-bac/dong/<int:pk>/khop/", treasury.match, name="treasury-match"),
    path("kho-bac/dong/<int:pk>/de-ngoai/", treasury.set_aside, name="treasury-aside"),
    path("kho-bac/dong/<int:pk>/mo-lai/", treasury.reopen, name="treasury-reopen"),
]
