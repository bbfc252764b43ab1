"""Deliveries against real servers on loopback: delivered, refused, silent, tried again, once."""

from __future__ import annotations

import datetime as dt
import email
import json
import socket
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tests.unit.integrations.test_signature import is_genuine
from tiendo.accounts.actions import invite, withdraw_invitation
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import Invitation, User
from tiendo.alerts import endpoints
from tiendo.alerts.errors import AlertError
from tiendo.alerts.mailing import queue_digests
from tiendo.alerts.models import Alert, Delivery, DeliveryState, Notice, WebhookEndpoint
from tiendo.alerts.watching import watch
from tiendo.audit.models import AuditEvent
from tiendo.config.mail import MailServer
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.integrations.channels import IntegrationError
from tiendo.integrations.invitations import mail_invitation
from tiendo.integrations.jobs import mail_invited, resume_nightly
from tiendo.integrations.registry import SUBSCRIBERS
from tiendo.integrations.sending import send_delivery
from tiendo.integrations.taking import NotTaken, deliver_event
from tiendo.outbox.actions import emit
from tiendo.outbox.models import OutboxEvent, Taking
from tiendo.tasks.actions import record_update
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

D = dt.date
DAY = D(2025, 10, 20)


class Mailbox:
    """A mail server that keeps what it took, or answers as told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = ""

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str,
                          options: Any) -> str:  # fmt: skip
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """A mail server on loopback, set as that of the installation."""
    kept = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL_SERVER = MailServer("127.0.0.1", port, "", "", is_tls=False, starts_tls=False)
    settings.MAIL_FROM = "Tiến Độ <tiendo@tinh.gov.vn>"
    settings.PUBLIC_URL = "https://tiendo.tinh.gov.vn"
    yield kept
    controller.stop()


class Receiver:
    """Another system that takes webhooks, or answers as told."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.taken.append((headers, body))
                self.send_response(receiver.status)
                if 300 <= receiver.status < 400:
                    self.send_header("Location", "http://127.0.0.1:1/inside")
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Another system on loopback, which the installation allows."""
    settings.WEBHOOK_ALLOWED_HOSTS = ["127.0.0.1"]
    other = Receiver()
    thread = threading.Thread(target=other.server.serve_forever, daemon=True)
    thread.start()
    yield other
    other.server.shutdown()
    other.server.server_close()
    thread.join()


@pytest.fixture
def world() -> World:
    made = make_world()
    for person in (made.snv_officer, made.snv_head, made.leader):
        person.email = f"{person.username}@tinh.gov.vn"
        person.save(update_fields=["email"])
    return made


@pytest.fixture
def task(world: World) -> Task:
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, make_programme(world)), State.LIVE)


def digest_of(world: World) -> Delivery:
    """The daily mail of the head after a night."""
    with noon(DAY):
        watch()
        queue_digests()
    return Delivery.objects.get(user=world.snv_head)


def send(delivery: Delivery, at: dt.datetime | None = None) -> DeliveryState:
    with clock.at(at or clock.local_noon(DAY)):
        return send_delivery(delivery.pk)


# Mail


def test_the_daily_mail_says_what_why_and_where(world, task, mailbox):
    assert send(digest_of(world)) is DeliveryState.DELIVERED
    (mail,) = mailbox.mails
    assert mail["To"] == "snv_head@tinh.gov.vn"
    assert mail["Subject"].strip().startswith("Tiến Độ: ")
    assert "việc cần chú ý, ngày 20/10/2025" in mail["Subject"]
    plain = mail.get_body(("plain",))
    html = mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    for text in (plain.get_content(), html.get_content()):
        assert "Quá hạn 20 ngày, hạn 30/09/2025." in text
        assert task.title in text
        assert f"https://tiendo.tinh.gov.vn/nhiem-vu/{task.pk}/cap-nhat/" in text
        assert "token" not in text


def test_a_delivery_is_sent_once(world, task, mailbox):
    delivery = digest_of(world)
    for _time in range(3):
        assert send(delivery) is DeliveryState.DELIVERED
    assert len(mailbox.mails) == 1
    with noon(DAY):
        assert queue_digests() == 0


def test_what_the_server_cannot_take_now_is_tried_again_with_the_same_id(world, task, mailbox):
    delivery = digest_of(world)
    mailbox.answer = "451 try later"
    assert send(delivery) is DeliveryState.WAITING
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.last_error) == (1, "recipient refused (451)")
    assert delivery.due_at > clock.local_noon(DAY)
    mailbox.answer = ""
    assert send(delivery) is DeliveryState.WAITING  # not yet
    assert send(delivery, delivery.due_at) is DeliveryState.DELIVERED
    assert mailbox.mails[0]["Message-ID"] == f"<delivery-{delivery.pk}@tinh.gov.vn>"


def test_what_the_server_refuses_is_not_tried_again(world, task, mailbox):
    delivery = digest_of(world)
    mailbox.answer = "550 no such mailbox"
    assert send(delivery) is DeliveryState.FAILED
    delivery.refresh_from_db()
    assert delivery.last_error == "recipient refused (550)"
    with noon(DAY), refused(AlertError, "not_failed"):
        endpoints.send_again(
            delivery=endpoints.send_again(delivery=delivery, by=actor(world.administrator)),
            by=actor(world.administrator),
        )
    mailbox.answer = ""
    assert send(delivery) is DeliveryState.DELIVERED


def test_a_server_that_says_nothing_is_given_up_on(world, task, settings, monkeypatch):
    monkeypatch.setattr("tiendo.integrations.email.channel.TIMEOUT_SECONDS", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        port = mute.getsockname()[1]
        settings.MAIL_SERVER = MailServer("127.0.0.1", port, "", "", is_tls=False, starts_tls=False)
        delivery = digest_of(world)
        assert send(delivery) is DeliveryState.WAITING
    delivery.refresh_from_db()
    assert delivery.last_error == "SMTPServerDisconnected"


def test_after_the_attempts_allowed_it_has_failed(world, task, mailbox):
    delivery = digest_of(world)
    mailbox.answer = "451 try later"
    for _attempt in range(8):
        delivery.refresh_from_db()
        send(delivery, max(delivery.due_at, clock.local_noon(DAY)))
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, 8)


def test_without_a_mail_server_it_fails_and_says_why(world, task, settings):
    settings.MAIL_SERVER = None
    delivery = digest_of(world)
    assert send(delivery) is DeliveryState.FAILED
    delivery.refresh_from_db()
    assert "TIENDO_SMTP_URL" in delivery.last_error


def test_somebody_whose_account_was_closed_meanwhile_gets_nothing(world, task, mailbox):
    delivery = digest_of(world)
    world.snv_head.is_active = False
    world.snv_head.save(update_fields=["is_active"])
    assert send(delivery) is DeliveryState.FAILED
    assert mailbox.mails == []


def test_mail_waits_for_the_end_of_quiet_hours_and_leaders_get_theirs_at_once(world, task):
    night = dt.datetime(2025, 10, 20, 1, 5, tzinfo=clock.LOCAL_ZONE)
    with clock.at(night):
        watch()
        queue_digests()
    for person in (world.snv_head, world.leader):
        delivery = Delivery.objects.get(user=person)
        assert delivery.due_at == dt.datetime(2025, 10, 20, 7, tzinfo=clock.LOCAL_ZONE)
    assert Delivery.objects.get(user=world.leader).key.startswith("now:")
    job = ProcrastinateJob.objects.filter(task_name="channels.send").first()
    assert job is not None
    assert job.scheduled_at == dt.datetime(2025, 10, 20, 7, tzinfo=clock.LOCAL_ZONE)


# Events and webhooks


def happen(task: Task, name: str = "task.assigned", **given: Any) -> OutboxEvent:
    with transaction.atomic():
        return emit(name, target=task, **given)


def test_an_event_has_its_job_and_is_taken_once_by_each(world, task):
    with noon(DAY):
        event = happen(task, bodies=[world.snv.pk], users=[world.snv_officer.pk])
        assert ProcrastinateJob.objects.filter(
            task_name="outbox.deliver", args={"event_id": event.pk}
        ).exists()
        for _time in range(2):
            deliver_event(event.pk)
    told = Notice.objects.filter(event=event).values_list("user__username", flat=True)
    assert sorted(told) == ["snv_head", "snv_officer"]
    assert Taking.objects.filter(event=event).count() == len(SUBSCRIBERS)
    event.refresh_from_db()
    assert event.delivered_at is not None


def test_one_subscriber_that_fails_does_not_hold_up_the_others(world, task, monkeypatch, caplog):
    event = happen(task, users=[world.snv_officer.pk])
    monkeypatch.setattr("tiendo.integrations.registry.watch", lambda **_given: 1 / 0)
    with pytest.raises(NotTaken, match="alerts"):
        deliver_event(event.pk)
    others = {each.name for each in SUBSCRIBERS} - {"alerts"}
    assert set(Taking.objects.values_list("subscriber", flat=True)) == others
    monkeypatch.undo()
    deliver_event(event.pk)
    assert Notice.objects.filter(event=event).count() == 1


def endpoint_of(world: World, receiver: Receiver, **given: Any) -> WebhookEndpoint:
    return endpoints.add_endpoint(url=receiver.url, by=actor(world.administrator), **given)


def delivered(endpoint: WebhookEndpoint, event: OutboxEvent) -> Delivery:
    with noon(DAY):
        deliver_event(event.pk)
    return Delivery.objects.get(endpoint=endpoint, event=event)


def test_a_webhook_is_signed_and_says_nothing_personal(world, task, receiver):
    endpoint = endpoint_of(world, receiver)
    event = happen(
        task,
        bodies=[world.snv.pk],
        users=[world.snv_officer.pk],
        payload={
            "due_on": "2025-12-31",
            "reason": "Theo đề nghị của ông Lê Nội Vụ",
            "officer": 5,
            "decided_by": 7,
        },
    )
    assert send(delivered(endpoint, event)) is DeliveryState.DELIVERED
    ((headers, body),) = receiver.taken
    assert is_genuine(endpoints.secret_of(endpoint), headers, body)
    said = json.loads(body)
    assert said["type"] == "task.assigned"
    assert said["data"] == {
        "object_type": "tasks.task",
        "object_id": str(task.pk),
        "bodies": [world.snv.pk],
        "due_on": "2025-12-31",
    }


def test_a_renewed_secret_no_longer_signs_with_the_old_one(world, task, receiver):
    endpoint = endpoint_of(world, receiver)
    old = endpoints.secret_of(endpoint)
    endpoint = endpoints.renew_secret(endpoint=endpoint, by=actor(world.administrator))
    send(delivered(endpoint, happen(task)))
    ((headers, body),) = receiver.taken
    assert not is_genuine(old, headers, body)
    assert is_genuine(endpoints.secret_of(endpoint), headers, body)


def test_an_endpoint_takes_only_the_events_it_named(world, task, receiver):
    endpoint = endpoint_of(world, receiver, events=["task.confirmed"])
    deliver_event(happen(task).pk)
    deliver_event(happen(task, "task.confirmed").pk)
    assert Delivery.objects.get(endpoint=endpoint).event.name == "task.confirmed"


def test_other_systems_are_told_of_nobody_and_of_no_other_endpoint(world, receiver):
    endpoint = endpoint_of(world, receiver)
    for target in (world.snv_officer, world.snv_officer.memberships.get(), endpoint):
        with transaction.atomic():
            about = "endpoint.disabled" if target is endpoint else "account.unlocked"
            event = emit(about, target=target)
        deliver_event(event.pk)
    assert not Delivery.objects.filter(endpoint=endpoint).exists()


def test_a_test_message_goes_to_its_endpoint_alone(world, receiver):
    endpoint, other = (endpoint_of(world, receiver) for _number in range(2))
    event = endpoints.send_test(endpoint=endpoint, by=actor(world.administrator))
    deliver_event(event.pk)
    assert Delivery.objects.get(event=event).endpoint == endpoint
    assert not Notice.objects.exists()
    assert other.deliveries.count() == 0


@pytest.mark.parametrize("status", [302, 400, 429, 500])
def test_any_other_answer_is_tried_again_and_no_redirection_followed(world, task, receiver, status):
    receiver.status = status
    endpoint = endpoint_of(world, receiver)
    delivery = delivered(endpoint, happen(task))
    assert send(delivery) is DeliveryState.WAITING
    delivery.refresh_from_db()
    assert delivery.last_error == f"HTTP {status}"
    receiver.status = 200
    assert send(delivery, delivery.due_at) is DeliveryState.DELIVERED
    first, second = (headers["webhook-id"] for headers, _body in receiver.taken)
    assert first == second
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_an_endpoint_that_is_gone_or_fails_for_days_is_switched_off(world, task, receiver):
    receiver.status = 410
    gone = endpoint_of(world, receiver)
    assert send(delivered(gone, happen(task))) is DeliveryState.FAILED
    gone.refresh_from_db()
    assert (gone.is_active, gone.disabled_because) == (False, "gone")

    receiver.status = 500
    failing = endpoint_of(world, receiver)
    delivery = delivered(failing, happen(task))
    send(delivery)
    send(delivery, clock.local_noon(DAY + dt.timedelta(days=5)))
    failing.refresh_from_db()
    assert (failing.is_active, failing.disabled_because) == (False, "failing")
    assert AuditEvent.objects.filter(action="webhook.disabled", actor_id=None).count() == 2
    events = OutboxEvent.objects.filter(name="endpoint.disabled")
    assert {event.object_id for event in events} == {str(gone.pk), str(failing.pk)}
    for event in events:
        deliver_event(event.pk)
    told = Notice.objects.filter(event__in=events).values_list("user__username", flat=True)
    assert list(told) == ["administrator", "administrator"]
    assert send(delivery, clock.local_noon(DAY + dt.timedelta(days=9))) is DeliveryState.FAILED


def test_an_address_inside_is_refused_when_added_and_when_called(world, task, receiver, settings):
    endpoint = endpoint_of(world, receiver)
    settings.WEBHOOK_ALLOWED_HOSTS = []
    with refused(AlertError, "url_refused"):
        endpoint_of(world, receiver)
    delivery = delivered(endpoint, happen(task))
    assert send(delivery) is DeliveryState.FAILED
    assert receiver.taken == []


def test_a_name_that_leads_inside_is_not_called(world, task, receiver, monkeypatch):
    endpoint = endpoint_of(world, receiver)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(url="https://hooks.example.org/")
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(
        "tiendo.integrations.webhooks.channel.socket.getaddrinfo", lambda *_a, **_k: inside
    )
    assert send(delivered(endpoint, happen(task))) is DeliveryState.FAILED


def test_what_lost_its_worker_is_queued_again_at_night(world, task, mailbox):
    delivery = digest_of(world)
    event = happen(task)
    OutboxEvent.objects.filter(pk=event.pk).update(created_at=clock.local_noon(DAY))
    before = ProcrastinateJob.objects.count()
    with noon(DAY + dt.timedelta(days=1)):
        resume_nightly(timestamp=0)
    left = Delivery.objects.filter(state=DeliveryState.WAITING).count()
    left += OutboxEvent.objects.filter(delivered_at__isnull=True).count()
    assert ProcrastinateJob.objects.count() == before + left
    assert send(delivery, clock.local_noon(DAY + dt.timedelta(days=2))) is DeliveryState.DELIVERED


# What actions and the watch leave for others


def test_an_update_and_a_claim_leave_word_and_tell_nobody_in_person(world, task):
    with noon(DAY):
        record_update(task=task, done="Đã họp", by=actor(world.snv_officer))
        take_step(world, task, "claim")
    for name in ("task.updated", "task.claimed"):
        event = OutboxEvent.objects.get(name=name)
        assert (event.object_id, event.payload["organisation"]) == (str(task.pk), world.snv.pk)
        deliver_event(event.pk)
        assert not Notice.objects.filter(event=event).exists()


def test_an_alert_goes_as_soon_as_the_update_is_taken(world, task):
    with noon(DAY):
        watch()
        silent = Alert.objects.get(rule="overdue", task=task)
        take_step(world, task, "claim")
        deliver_event(OutboxEvent.objects.get(name="task.claimed").pk)
        silent.refresh_from_db()
    assert silent.resolved_at is not None


def test_a_new_alert_is_raised_to_other_systems_once_and_says_nothing_personal(
    world, task, receiver
):
    with noon(DAY):
        endpoint = endpoint_of(world, receiver)
        watch()
        watch()
        alerts = Alert.objects.filter(resolved_at=None)
        events = OutboxEvent.objects.filter(name="alert.raised")
        assert alerts
        assert {event.object_id for event in events} == {str(alert.pk) for alert in alerts}
        assert events.count() == alerts.count()
        raised = events.get(object_id=str(alerts.get(rule="overdue").pk))
        before = Notice.objects.count()
        deliver_event(raised.pk)
        assert Notice.objects.count() == before
        send_delivery(Delivery.objects.get(event=raised, endpoint=endpoint).pk)
    body = json.loads(receiver.taken[0][1])
    assert body["type"] == "alert.raised"
    assert body["data"] == {
        "object_type": "alerts.alert",
        "object_id": raised.object_id,
        "rule": "overdue",
        "level": alerts.get(rule="overdue").level,
        "task": task.pk,
        "organisation": world.snv.pk,
        "programme": task.programme_id,
        "bodies": [],
    }


def test_without_other_systems_alerts_leave_no_word(world, task):
    with noon(DAY):
        watch()
    assert Alert.objects.exists()
    assert not OutboxEvent.objects.filter(name="alert.raised").exists()


def invited(world: World) -> OutboxEvent:
    User.objects.filter(pk=world.snv_officer.pk).update(email="cv@tinh.gov.vn")
    world.snv_officer.refresh_from_db()
    invite(user=world.snv_officer, by=actor(world.administrator))
    return OutboxEvent.objects.get(name="account.invited")


def test_an_invitation_is_mailed_with_its_link_which_is_kept_nowhere(world, mailbox):
    event = invited(world)
    deliver_event(event.pk)
    row = Invitation.objects.get()
    job = ProcrastinateJob.objects.get(task_name="invitations.mail")
    assert job.args == {"invitation_id": row.pk}
    assert mail_invitation(row.pk)
    (mail,) = mailbox.mails
    assert mail["To"] == "cv@tinh.gov.vn"
    text = mail.get_body(("plain",)).get_content()
    link = f"https://tiendo.tinh.gov.vn/loi-moi/{code_of(row)}/"
    assert link in text
    assert link in mail.get_body(("html",)).get_content()
    assert code_of(row) not in str(event.payload)
    withdraw_invitation(user=world.snv_officer, by=actor(world.administrator))
    assert not mail_invitation(row.pk)
    assert len(mailbox.mails) == 1


def test_without_a_mail_server_no_invitation_is_queued(world, settings):
    settings.MAIL_SERVER = None
    deliver_event(invited(world).pk)
    assert not ProcrastinateJob.objects.filter(task_name="invitations.mail").exists()


@pytest.mark.parametrize(("permanent", "is_tried"), [(True, False), (False, True)])
def test_a_refused_invitation_is_tried_again_unless_for_good(permanent, is_tried):
    job = mail_invited.retry_strategy
    error = IntegrationError("no", permanent=permanent)
    queued = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="invitations.mail")
    assert (job.get_retry_decision(exception=error, job=queued) is not None) is is_tried
