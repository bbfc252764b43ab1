"""The API: keys of bodies, what they read, what they send, and how refusals are told."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import ROOT
from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, TODAY, a_target, an_indicator, an_observation
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import Membership
from tiendo.api.errors import ApiError
from tiendo.api.keys import issue_key, revoke_key
from tiendo.api.models import ApiKey
from tiendo.api.service import api
from tiendo.domain.lifecycle import State
from tiendo.indicators.actions import Cell, save_cells
from tiendo.indicators.models import Entry, Observation

pytestmark = pytest.mark.django_db

GET = ("indicators", "targets", "values", "tasks")


@pytest.fixture
def world() -> World:
    return make_world()


def issued(world: World, **given: Any) -> tuple[ApiKey, str]:
    """A key of the home affairs department that may write."""
    fields: dict[str, Any] = {
        "by": actor(world.snv_head),
        "organisation": world.snv,
        "responsible": world.snv_officer,
        "name": "Kho dữ liệu",
        "last_day": TODAY + dt.timedelta(days=30),
        "may_write": True,
    }
    with noon(TODAY):
        return issue_key(**{**fields, **given})


class Caller:
    """Calls the API with a secret on a day."""

    def __init__(self, secret: str, on: dt.date = TODAY) -> None:
        self.client, self.on = Client(), on
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def get(self, what: str, **query: object) -> Any:
        with noon(self.on):
            return self.client.get(f"/api/v1/{what}", query, headers=self.headers)

    def send(self, items: list[dict[str, object]], name: str = "a", **more: object) -> Any:
        body = json.dumps({"items": items, **more})
        headers = {**self.headers, **({"Idempotency-Key": name} if name else {})}
        with noon(self.on):
            return self.client.post(
                "/api/v1/observations", body, content_type="application/json", headers=headers
            )


def item(value: str = "99,9%", body: str = "so-noi-vu", **given: object) -> dict[str, object]:
    base = {"indicator": "HT.01", "organisation": body, "period": "2025-Q4", "value": value}
    return {**base, **given}


def test_a_key_is_shown_once_and_kept_as_a_hash(world: World) -> None:
    key, secret = issued(world)
    assert secret.rpartition("_")[2] not in key.secret_hash
    assert len(key.secret_hash) == 64
    assert Caller(secret).get("indicators").status_code == 200


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "name_missing"),
        ({"last_day": TODAY - dt.timedelta(days=1)}, "days_reversed"),
        ({"last_day": TODAY + dt.timedelta(days=900)}, "days_too_many"),
    ],
)
def test_a_key_without_sense_is_refused(world: World, given: dict[str, Any], code: str) -> None:
    with pytest.raises(ApiError) as refused:
        issued(world, **given)
    assert refused.value.code == code


def test_heads_issue_for_their_own_body_alone(world: World) -> None:
    with pytest.raises(PermissionRefused):
        issued(world, by=actor(world.stc_head))
    with pytest.raises(ApiError, match="không nhập số liệu"):
        issued(world, responsible=world.stc_officer)
    key, _secret = issued(world, by=actor(world.administrator))
    with noon(TODAY), pytest.raises(PermissionRefused):
        revoke_key(by=actor(world.stc_head), key=key)


@pytest.mark.parametrize("what", GET)
def test_without_a_good_key_nothing_is_told(world: World, what: str) -> None:
    key, secret = issued(world)
    answer = Caller("").get(what)
    assert (answer.status_code, answer.json()["code"]) == (401, "key_missing")
    for wrong in ("x", f"td_{key.pk}_x", f"td_{key.pk + 1}_{secret}", "td_" + "9" * 40 + "_x"):
        answer = Caller(wrong).get(what)
        assert (answer.status_code, answer.json()["code"]) == (401, "key_invalid")
    assert Caller(secret, TODAY + dt.timedelta(days=31)).get(what).status_code == 401
    with noon(TODAY):
        revoke_key(by=actor(world.snv_head), key=key)
    assert Caller(secret).get(what).status_code == 401


def test_a_key_ends_with_the_post_of_who_answers_for_it(world: World) -> None:
    _key, secret = issued(world)
    Membership.objects.filter(user=world.snv_officer).update(validity=(dt.date(2025, 1, 1), TODAY))
    answer = Caller(secret).get("values")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_permitted")


def test_values_are_told_as_they_were_known_on_a_day(world: World) -> None:
    share = an_indicator(world)
    an_indicator(world, "HT.03", unit="%", formula="[HT.01] * 2")
    day_after = TODAY + dt.timedelta(days=1)
    for day, raw, seen in ((TODAY, "50", 0), (day_after, "60", 1)):
        cell = Cell(share, world.skhcn, FOURTH, raw, seen=seen)
        with noon(day):
            save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.GRID)
    _key, secret = issued(
        world, by=actor(world.skhcn_head), organisation=world.skhcn, responsible=world.coordinator
    )
    caller, then, later = Caller(secret, day_after), TODAY.isoformat(), day_after.isoformat()
    told = {
        (code, known): [
            (each["value"], each["revision"])
            for each in caller.get("values", indicator=code, known=known).json()["items"]
        ]
        for code in ("HT.01", "HT.03")
        for known in (then, later, "2020-01-01")
    }
    assert told["HT.01", then] == [("0.5", 1)]
    assert told["HT.01", later] == [("0.6", 2)]
    assert told["HT.03", then] == [("1", None)]
    assert told["HT.03", later] == [("1.2", None)]
    assert told["HT.01", "2020-01-01"] == told["HT.03", "2020-01-01"] == []


def test_a_body_reads_its_own_figures_and_what_is_confirmed_of_others(world: World) -> None:
    share = an_indicator(world)
    a_target(world, share)
    an_observation(world, share, "khoảng 50", organisation=world.snv)
    an_observation(world, share, "60", organisation=world.stc)
    _key, secret = issued(world)
    caller = Caller(secret)
    (own,) = caller.get("values").json()["items"]
    told = {name: own[name] for name in ("organisation", "value", "printed", "qualifier")}
    assert told == {
        "organisation": "so-noi-vu",
        "value": "0.5",
        "printed": "khoảng 50,0%",
        "qualifier": "about",
    }
    assert (own["reliance"], own["revision"]) == ("provisional", 1)
    assert caller.get("indicators").json()["items"][0]["code"] == "HT.01"
    assert caller.get("targets", indicator="HT.01").json()["items"][0]["value"] == "1"
    assert caller.get("values", indicator="XX").json()["total"] == 0
    assert caller.get("values", on="2025-01-01").json()["total"] == 0
    assert caller.get("values", known="2026-01-01").json()["code"] == "known_of_one"
    _key, other = issued(
        world, by=actor(world.skhcn_head), organisation=world.skhcn, responsible=world.coordinator
    )
    assert Caller(other).get("values").json()["total"] == 0


def test_tasks_are_those_of_the_list(world: World) -> None:
    with noon(TODAY):
        task = bring_to(world, make_task(world, make_programme(world), lead=world.snv), State.LIVE)
    _key, secret = issued(world)
    (told,) = Caller(secret).get("tasks").json()["items"]
    assert (told["code"], told["lead"]) == (task.code, "so-noi-vu")
    beyond = Caller(secret).get("tasks", page=9).json()
    assert (beyond["items"], beyond["total"]) == ([], 1)


def test_figures_are_kept_once_however_often_they_are_sent(world: World) -> None:
    an_indicator(world)
    _key, secret = issued(world)
    caller = Caller(secret)
    first = caller.send([item()])
    assert (first.status_code, first.json()["kept"]) == (200, 1)
    again = caller.send([item()])
    assert again.json() == first.json()
    assert Observation.objects.count() == 1
    row = Observation.objects.get()
    assert (row.entry, row.entered_by, str(row.value)) == ("api", world.snv_officer, "0.999000")
    other = caller.send([item("5")])
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    unchanged = caller.send([item()], "b").json()
    assert (unchanged["unchanged"], unchanged["items"][0]["outcome"]) == (1, "unchanged")


def test_each_wrong_item_is_told_and_nothing_is_kept_unless_asked(world: World) -> None:
    an_indicator(world)
    _key, secret = issued(world)
    caller = Caller(secret)
    items = [
        item(),
        item("1,234.5", period="2025-Q3", reason="muộn"),
        item(indicator="XX.1"),
        item(body="so-tai-chinh"),
        item(body="khong-co"),
        item(period="quý V"),
        item("5"),
    ]
    answer = caller.send(items)
    assert answer.status_code == 422
    told = [
        (each["outcome"], [p["code"] for p in each["problems"]]) for each in answer.json()["items"]
    ]
    assert told == [
        ("held", []),
        ("refused", ["foreign_number"]),
        ("refused", ["indicator_unknown"]),
        ("refused", ["body_not_yours"]),
        ("refused", ["body_unknown"]),
        ("refused", ["period_unreadable"]),
        ("refused", ["item_repeated"]),
    ]
    assert not Observation.objects.exists()
    kept = caller.send(items, "b", only_good=True).json()
    assert (kept["kept"], kept["refused"]) == (1, 6)


def test_a_request_of_another_shape_is_told_by_its_place(world: World) -> None:
    _key, secret = issued(world)
    answer = Caller(secret).send([{**item(), "value": 99.9, "unit": "%"}])
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    places = {each["place"].rpartition(".")[2] for each in answer.json()["details"]}
    assert places == {"value", "unit"}
    assert Caller(secret).send([item()], "").json()["code"] == "idempotency_key_missing"
    assert Caller(secret).send([item()] * 501).json()["code"] == "too_many_items"
    assert Caller(secret).get("values", page=0).status_code == 422


def test_a_key_that_reads_does_not_write_and_asks_no_more_than_allowed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _key, secret = issued(world, may_write=False)
    caller = Caller(secret)
    answer = caller.send([item()])
    assert (answer.status_code, answer.json()["code"]) == (403, "read_only")
    monkeypatch.setattr("tiendo.api.keys.parameter_on", lambda name, on: 2)
    assert caller.get("values").status_code == 200
    answer = caller.get("values")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_the_contract_is_told_and_the_guide_names_every_route(client: Client) -> None:
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    paths = answer.json()["paths"]
    assert set(paths) == {f"/api/v1/{what}" for what in (*GET, "observations")}
    text = (ROOT / "docs/reference/api.md").read_text(encoding="utf-8")
    for path, methods in paths.items():
        for method, told in methods.items():
            assert f"`{method.upper()} {path}`" in text
            for each in told.get("parameters", ()):
                assert f"`{each['name']}`" in text
    assert api.docs_url is None


def test_the_page_of_keys_shows_a_secret_once(client: Client, world: World) -> None:
    client.force_login(world.snv_head)
    sent = {
        "name": "Kho dữ liệu",
        "organisation": world.snv.pk,
        "responsible": world.snv_officer.username,
        "last_day": f"{TODAY:%d/%m/%Y}",
    }
    with noon(TODAY):
        shown = client.post(reverse("api-key-list"), sent)
        assert f"td_{ApiKey.objects.get().pk}_" in shown.content.decode()
        listed = client.get(reverse("api-key-list")).content.decode()
        assert "td_" not in listed
        assert "Chỉ đọc" in listed
        refused = client.post(reverse("api-key-list"), {**sent, "responsible": "ai-do"})
        assert refused.status_code == 422
