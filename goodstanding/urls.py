"""Routes, by noun. Each name has a row in web/access.py, or nobody may open it."""

from django.urls import path

from goodstanding.web.pages import (
    account,
    aging,
    denials,
    holds,
    imports,
    insurer_claims,
    insurers,
    law,
    letters,
    policy,
    search,
    sign_in,
    today,
    words,
)
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
    path("accounts/<path:account_id>/words", words.words, name="words"),
    path("accounts/<path:account_id>/holds/place", account.hold_place, name="hold_place"),
    path("accounts/<path:account_id>/override", account.override_place, name="override_place"),
    path("accounts/<path:account_id>/override/end", account.override_end, name="override_end"),
    path("accounts/<path:account_id>", account.account, name="account"),
    path("aging", aging.report, name="aging"),
    path("aging/accounts", aging.accounts, name="aging_accounts"),
    path("aging/xlsx", aging.xlsx, name="aging_xlsx"),
    path("holds", holds.page, name="holds"),
    path("holds/standing/<str:kind>/<path:account_id>", holds.condition, name="hold_condition"),
    path("holds/<path:hold_id>/correct", holds.correct, name="hold_correct"),
    path("holds/<path:hold_id>/step", holds.step, name="hold_step"),
    path("holds/<path:hold_id>/extend", holds.extend, name="hold_extend"),
    path("holds/<path:hold_id>/ask-release", holds.ask_release, name="hold_ask_release"),
    path("holds/<path:hold_id>/release", holds.release, name="hold_release"),
    path("holds/<path:hold_id>/take-back", holds.take_back, name="hold_take_back"),
    path("holds/<path:hold_id>/papers/<int:event>", holds.paper, name="hold_paper"),
    path("holds/<path:hold_id>", holds.hold, name="hold"),
    path("imports", imports.files, name="imports"),
    path("imports/upload", imports.upload, name="import_upload"),
    path("imports/running", imports.running, name="imports_running"),
    path("imports/<int:number>", imports.file, name="import_file"),
    path("imports/<int:number>/problems/<int:problem>/done", imports.solve, name="import_solve"),
    path("insurers", insurers.page, name="insurers"),
    path("insurers/checks/<int:number>", insurers.check, name="insurer_check"),
    path("insurers/provider/<int:first>/settle", insurers.settle, name="provider_settle"),
    path("insurers/claims/<int:number>", insurer_claims.claim, name="insurer_claim"),
    path("insurers/claims/<int:number>/match", insurer_claims.match, name="claim_match"),
    path(
        "insurers/claims/<int:number>/set-aside", insurer_claims.set_aside, name="claim_set_aside"
    ),
    path(
        "insurers/claims/<int:number>/to-denials",
        insurer_claims.to_denials,
        name="claim_to_denials",
    ),
    path(
        "insurers/claims/<int:number>/post-over", insurer_claims.post_over, name="claim_post_over"
    ),
    path(
        "insurers/claims/<int:number>/take-back", insurer_claims.take_back, name="claim_take_back"
    ),
    path("insurers/claims/<int:number>/same", insurer_claims.same, name="claim_same"),
    path("insurers/denials/xlsx", denials.xlsx, name="denials_xlsx"),
    path("insurers/denials/<int:number>", denials.denial, name="denial"),
    path("insurers/denials/<int:number>/step", denials.step, name="denial_step"),
    path("insurers/denials/<int:number>/close", denials.close, name="denial_close"),
    path("jobs", imports.jobs, name="jobs"),
    path("law", law.rules, name="law"),
    path("law/<str:rule_id>", law.rule, name="law_rule"),
    path("law/<str:rule_id>/confirm", law.confirm, name="law_confirm"),
    path("law/<str:rule_id>/take-back", law.take_back, name="law_take_back"),
    path("letters", letters.waiting, name="letters"),
    path("letters/print", letters.print_letters, name="letter_print"),
    path("letters/batches/<int:number>", letters.batch, name="letter_batch"),
    path("letters/batches/<int:number>/pdf", letters.pdf, name="letter_pdf"),
    path("letters/batches/<int:number>/confirm", letters.confirm, name="letter_confirm"),
    path("letters/batches/<int:number>/cancel", letters.cancel, name="letter_cancel"),
    path("policy", policy.policy, name="policy"),
    path("policy/plain", policy.plain, name="policy_plain"),
    path("policy/draft", policy.draft, name="policy_draft"),
    path("policy/versions/<int:number>", policy.version, name="policy_version"),
    path("policy/versions/<int:number>/save", policy.save, name="policy_save"),
    path("policy/versions/<int:number>/try", policy.try_it, name="policy_try"),
    path("policy/versions/<int:number>/trial", policy.trial, name="policy_trial"),
    path("policy/versions/<int:number>/propose", policy.propose, name="policy_propose"),
    path("policy/versions/<int:number>/approve", policy.approve, name="policy_approve"),
    path("policy/versions/<int:number>/withdraw", policy.withdraw, name="policy_withdraw"),
]

handler400 = "goodstanding.web.errors.bad_request"
handler403 = "goodstanding.web.errors.no_permission"
handler404 = "goodstanding.web.errors.not_found"
handler500 = "goodstanding.web.errors.fault"
