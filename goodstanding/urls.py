"""Routes, by noun. Each name has a row in web/access.py, or nobody may open it."""

from django.urls import path

from goodstanding.web.pages import account, aging, imports, letters, search, sign_in, today
from goodstanding.web.pages import help as help_page

urlpatterns = [
    path("", sign_in.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("password", sign_in.password, name="password"),
    path("stay", sign_in.stay, name="stay"),
    path("single-keys", sign_in.single_keys, name="single_keys"),
    path("help", help_page.keys, name="help"),
    path("cover", help_page.cover, name="cover"),
    path("today", today.today, name="today"),
    path("search", search.search, name="search"),
    path("accounts/<path:account_id>/notes/add", account.note_add, name="note_add"),
    path("accounts/<path:account_id>/contacts/log", account.contact_log, name="contact_log"),
    path("accounts/<path:account_id>/holds/place", account.hold_place, name="hold_place"),
    path(
        "accounts/<path:account_id>/holds/<str:hold_id>/lift", account.hold_lift, name="hold_lift"
    ),
    path("accounts/<path:account_id>", account.account, name="account"),
    path("aging", aging.report, name="aging"),
    path("aging/accounts", aging.accounts, name="aging_accounts"),
    path("aging/xlsx", aging.xlsx, name="aging_xlsx"),
    path("imports", imports.files, name="imports"),
    path("imports/upload", imports.upload, name="import_upload"),
    path("imports/running", imports.running, name="imports_running"),
    path("imports/<int:number>", imports.file, name="import_file"),
    path("imports/<int:number>/problems/<int:problem>/done", imports.solve, name="import_solve"),
    path("jobs", imports.jobs, name="jobs"),
    path("letters", letters.waiting, name="letters"),
    path("letters/print", letters.print_letters, name="letter_print"),
    path("letters/batches/<int:number>", letters.batch, name="letter_batch"),
    path("letters/batches/<int:number>/pdf", letters.pdf, name="letter_pdf"),
    path("letters/batches/<int:number>/confirm", letters.confirm, name="letter_confirm"),
    path("letters/batches/<int:number>/cancel", letters.cancel, name="letter_cancel"),
]

handler400 = "goodstanding.web.errors.bad_request"
handler403 = "goodstanding.web.errors.no_permission"
handler404 = "goodstanding.web.errors.not_found"
handler500 = "goodstanding.web.errors.fault"
