"""A city directly under the centre: nothing of another province stands in its papers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

import vanban
from tests.factories import World, actor, make_world
from tests.gathering_factories import approve
from tests.report_factories import compile_plan, make_plan
from tests.task_factories import STARTS_ON, noon
from tiendo.audit.trail import SYSTEM
from tiendo.organisations import province
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import Organisation
from tiendo.organisations.names import DATA
from tiendo.programmes.actions import create_programme
from tiendo.regimes.starters import regime_starters
from tiendo.reporting.gathering.documents import issuer_meant
from tiendo.reporting.gathering.sources import Source
from tiendo.reporting.models import Report
from tiendo.reporting.outlines.reading import general_outline, starter_content
from tiendo.reporting.outlines.starters import install_starter
from tiendo.reporting.queries import file_of

SLUG = "thanh-pho-thu"
# Attribute of World → slug, name, kind, short name.
BODIES = {
    "ubnd": ("ubnd-thanh-pho", "Ủy ban nhân dân thành phố Hải Vân", "peoples_committee", "UBND"),
    "vp": ("van-phong", "Văn phòng Ủy ban nhân dân thành phố", "committee_office", "VP"),
    "skhcn": ("so-khcn", "Sở Khoa học và Công nghệ", "department", "SKHCN"),
    "snv": ("so-noi-vu", "Sở Nội vụ", "department", "SNV"),
    "stc": ("so-tai-chinh", "Sở Tài chính", "department", "STC"),
    "congan": ("cong-an", "Công an thành phố", "police", "CATP"),
}
COMMUNES = ("xã", "Cầu Tre"), *(("phường", f"Bến {at}") for at in "ABCDEFGH")
# What the factories say of every province.
OF_FACTORIES = ("Quyết định của UBND tỉnh",)
FOREIGN = re.compile(r"(?i)đắk lắk|\b(?<!cấp )tỉnh\b|146/KH|buôn ma thuột")


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: object) -> Iterator[None]:
    """The installation of a city, whose data folder a person wrote."""
    for name in ("central.yaml", "groups.yaml"):
        shutil.copy(DATA / name, tmp_path)
    folder = tmp_path / SLUG
    folder.mkdir()
    defaults = {"branch": "state", "level": "province", "source": "tests", "since": "2025-03-01"}
    rows = [
        {"slug": slug, "name": name, "kind": kind, "symbol": symbol}
        | ({} if slug == "ubnd-thanh-pho" else {"parent": "ubnd-thanh-pho"})
        for slug, name, kind, symbol in BODIES.values()
    ]
    facts = {
        "name": "Hải Vân",
        "unit": "thành phố",
        "committee": "ubnd-thanh-pho",
        "merged_on": "2025-07-01",
        "unit_code_version": "thử",
    }
    sections = {"sections": [{"defaults": defaults, "bodies": rows}]}
    plain = {"bodies": sections, "province": facts}
    for name, content in plain.items():
        text = yaml.safe_dump(content, allow_unicode=True).replace("'", "")
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    lines = [f"{90001 + at},{kind},{name},,tests" for at, (kind, name) in enumerate(COMMUNES)]
    head = "unit_code,type,name,former_province,source"
    (folder / "communes.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    monkeypatch.setattr(province, "DATA", tmp_path)
    settings.PROVINCE = SLUG  # type: ignore[attr-defined]
    _forget()
    yield
    _forget()


def _forget() -> None:
    for kept in (province.read_province, starter_content, general_outline, regime_starters):
        kept.cache_clear()


@pytest.fixture
def world(city: None, db: None) -> World:
    load_province(by=SYSTEM)
    slugs = {name: row[0] for name, row in BODIES.items()}
    slugs |= {"ea_trang": "ubnd-xa-cau-tre", "tan_an": "ubnd-phuong-ben-a"}
    held = Organisation.objects.in_bulk(list(slugs.values()), field_name="slug")
    return make_world({name: held[slug] for name, slug in slugs.items()})


def printed(report: Report) -> str:
    stored = file_of(report)
    assert stored is not None
    with stored.file.open("rb") as file:
        text = vanban.read(file.read(), "bao-cao.docx").content
    for words in OF_FACTORIES:
        text = text.replace(words, "")
    return text


def test_the_reports_of_a_city_say_nothing_of_a_province(world: World) -> None:
    with noon(STARTS_ON):
        programme = create_programme(
            title="Kế hoạch chuyển đổi số của thành phố",
            short_title="Kế hoạch số",
            owner=world.ubnd,
            coordinator=world.skhcn,
            starts_on=STARTS_ON,
            by=actor(world.coordinator),
        )
    plan = make_plan(world, programme)
    words = "Đã ban hành Quyết định số 7/QĐ-UBND ngày 05/10/2025."
    fields = {"body": world.snv, "narrative": {"assessment": words}, "addressee": "Thành ủy"}
    body = approve(world, compile_plan(world, plan, **fields))
    compiled = compile_plan(
        world, plan, addressee="Thành ủy", outline=install_starter("tong-hop"), sources=[body]
    )
    for report in (body, compiled):
        text = printed(report)
        assert not FOREIGN.findall(text), text
        assert "Hải Vân, ngày" in text
        # "chuyển đổi số" is no number of the plan.
        assert "I. KẾT QUẢ THỰC HIỆN KẾ HOẠCH\n" in text
    assert "thành phố Hải Vân" in printed(compiled)


def test_what_is_offered_to_a_city_is_worded_for_it(city: None) -> None:
    for each in regime_starters().values():
        assert not FOREIGN.findall(each.text), each.name
    for outline in ("general", "tong-hop", "ubkttw-225"):
        assert not FOREIGN.findall(str(starter_content(outline))), outline
    assert "Kế hoạch (ghi số" in regime_starters()["ke-hoach-nam"].legal_basis


def test_a_symbol_means_the_bodies_of_the_city(city: None) -> None:
    said = Source(1, 1, "Sở Nội vụ", "SNV", STARTS_ON)
    meant = [issuer_meant(number, said) for number in ("7/QĐ-UBND", "5/NQ-HĐND", "9-CTr/TU")]
    assert meant == ["UBND thành phố", "HĐND thành phố", "Thành ủy"]


def test_cities_too_are_of_the_level_of_provinces(city: None) -> None:
    assert province.in_own_words("Cơ quan cấp tỉnh; tỉnh, thành phố") == (
        "Cơ quan cấp tỉnh; tỉnh, thành phố"
    )
    assert province.in_own_words("Tỉnh áp dụng") == "Thành phố áp dụng"
