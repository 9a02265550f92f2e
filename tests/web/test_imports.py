"""Imports: a file comes in by the page, is read in the background, and says what needs a person."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goodstanding.actions.tasks import run_next
from goodstanding.records.models import ImportFile, Task
from tests.web.clinic import BY, NOON

pytestmark = pytest.mark.usefixtures("clinic")
ERA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         "
    "*261122*0600*^*00501*000000001*0*P*:~"
    "GS*HP*PAYER*CLINIC*20261122*0600*1*X*005010X221A1~ST*835*0001~"
    "BPR*I*40*C*ACH*CCP*01*111*DA*1*1512345678**01*999*DA*2*20261122~TRN*1*88120447*1512345678~"
    "DTM*405*20261122~N1*PR*NORTH STAR HEALTH~N1*PE*CLINIC*XX*1234567893~LX*1~"
    "CLP*NOT-OURS*1*100*40*0*12*ICN1*11*1~CAS*CO*45*60~"
    "NM1*QC*1*LARK*ANA****MI*M1~SVC*HC:99213*100*40**1~DTM*472*20261001~CAS*CO*45*60~"
    "SE*14*0001~GE*1*1~IEA*1*000000001~"
)


def upload(client, name="era-1122.835", text=ERA):
    given = SimpleUploadedFile(name, text.encode())
    return client.post("/imports/upload", {"file": given}, follow=True).content.decode()


def test_an_upload_waits_in_the_background_and_says_so(desk):
    client = desk("biller")
    text = upload(client)
    assert "era-1122.835 is here and is being read." in text
    assert "waits for its turn" in text
    assert "Jobs (1)" in text
    assert Task.objects.get().state == "waiting"


def test_a_claim_we_do_not_have_is_shown_with_its_money(desk):
    client = desk("biller")
    upload(client)
    run_next(by=BY, clock=lambda: NOON)
    assert "Needs you" in client.get("/imports").content.decode()
    number = ImportFile.objects.get(kind="835").id
    seen = client.get(f"/imports/{number}").content.decode()
    assert "NOT-OURS" in seen
    assert "40.00" in seen
    assert "Balances" in seen


def test_what_runs_asks_for_itself_again_until_it_is_done(desk):
    client = desk("biller")
    upload(client)
    assert 'hx-trigger="every 2s"' in client.get("/imports/running").content.decode()
    run_next(by=BY, clock=lambda: NOON)
    done = client.get("/imports/running").content.decode()
    assert "hx-trigger" not in done
    assert "Done." in done


def test_no_file_and_an_empty_one_are_said_in_words(desk):
    client = desk("biller")
    assert "Choose a file." in client.post("/imports/upload").content.decode()
    assert "The file is empty." in upload(client, text="")
    assert not Task.objects.exists()


def test_a_file_that_is_nothing_we_read_is_kept_in_sight(desk):
    client = desk("biller")
    upload(client, name="../../etc/holiday.txt", text="wish you were here")
    run_next(by=BY, clock=lambda: NOON)
    assert "Not read" in client.get("/imports").content.decode()


def test_it_admin_sees_the_state_and_no_name_of_a_file(desk):
    text = desk("it_admin").get("/imports").content.decode()
    assert "Posted" in text
    assert "Bring it in" not in text
    assert "export" not in text.split("<table")[1].split("<span")[0]


def test_jobs_name_what_runs_and_what_ran(desk):
    client = desk("biller")
    upload(client)
    assert "Reading a file" in client.get("/jobs").content.decode()


def test_an_unknown_file_is_not_found(desk):
    assert desk("biller").get("/imports/999999").status_code == 404


def test_a_row_that_a_person_dealt_with_is_counted_no_more(desk):
    client = desk("biller")
    upload(client)
    run_next(by=BY, clock=lambda: NOON)
    file = ImportFile.objects.get(name="era-1122.835")
    first, *others = file.problems.filter(level="aside")
    assert client.get(f"/imports/{file.id}").content.decode().count(">Done</button>") == 2
    done = f"/imports/{file.id}/problems/{first.id}/done"
    assert client.post(done).status_code == 302
    first.refresh_from_db()
    assert first.solved_at is not None
    assert len(others) == 1
    assert client.get(f"/imports/{file.id}").content.decode().count(">Done</button>") == 1
    assert client.post(done).status_code == 409
