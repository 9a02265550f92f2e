// The desk's keys and dialogs. Everything here also has a button or a link; nothing of a patient is kept in the browser.
"use strict";

(() => {
  const body = document.body;
  const one = (selector, inside = document) => inside.querySelector(selector);
  const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];
  const say = (words) => { const said = one("#said"); if (said) said.textContent = words; };
  const singleKeys = () => body.dataset.singleKeys === "on";
  const typing = (target) =>
    target instanceof Element &&
    target.closest("textarea, select, [contenteditable], input:not([type=checkbox]):not([type=radio])") !== null;
  const onControl = (target) => target instanceof Element && target.closest("a, button, summary, input, label") !== null;
  const dialogOpen = () => one("dialog[open]") !== null;

  // ---- rows: J K Enter Space X, and copying what is selected

  const rows = () => all("tr[data-row]");
  const current = () => one("tr[data-row].is-current");

  function goTo(row) {
    if (!row) return;
    for (const each of rows()) {
      each.classList.toggle("is-current", each === row);
      each.tabIndex = each === row ? 0 : -1;
    }
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const list = rows();
    const at = list.indexOf(current());
    goTo(list[at < 0 ? 0 : Math.min(Math.max(at + by, 0), list.length - 1)]);
  }

  function select(row) {
    const box = row && one("input[data-select]", row);
    if (!box) return;
    box.checked = !box.checked;
    showSelected();
  }

  function dollars(cents) {
    const whole = Math.floor(Math.abs(cents) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    return `${cents < 0 ? "\u2212" : ""}$${whole}.${String(Math.abs(cents) % 100).padStart(2, "0")}`;
  }

  function showSelected() {
    const bar = one("[data-selected-bar]");
    let cents = 0;
    let count = 0;
    for (const row of rows()) {
      const ticked = one("input[data-select]", row)?.checked ?? false;
      row.classList.toggle("is-selected", ticked);
      if (ticked) { count += 1; cents += Number(row.dataset.cents || 0); }
    }
    if (!bar) return;
    bar.hidden = count === 0;
    one("[data-selected-words]", bar).textContent = `${count} selected \u00b7 ${dollars(cents)}`;
    if (count) say(`${count} selected, ${dollars(cents)}`);
  }

  // As a table: tab between, headers first. Cells say what to copy (data-copy): plain numbers, whole account numbers.
  function asTable() {
    const chosen = all("tr[data-row].is-selected");
    if (!chosen.length) return "";
    const heads = all("thead [data-head]").map((cell) => cell.dataset.head);
    const plain = (text) => (/^[=+@-]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text);
    const lines = chosen.map((row) => all("[data-copy]", row).map((cell) => plain(cell.dataset.copy)).join("\t"));
    return [heads.join("\t"), ...lines].join("\n");
  }

  async function copyText(text, words) {
    await navigator.clipboard.writeText(text);
    say(words);
  }

  // At the cursor, as if it had been typed there.
  function insertAt(field, text) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say(`${text} inserted`);
  }

  document.addEventListener("copy", (event) => {
    if (typing(event.target) || String(getSelection())) return;
    const text = asTable();
    if (!text) return;
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    say("Copied as a table");
  });

  // ---- cover screen: at once, kept over a reload, two minutes to come back

  const COVERED = "covered-at";
  const COVER_MINUTES = 2;

  function cover() {
    const sheet = one("#cover");
    if (!sheet || sheet.open) return;
    for (const each of all("dialog[open]")) each.close();
    if (!sessionStorage.getItem(COVERED)) sessionStorage.setItem(COVERED, String(Date.now()));
    sheet.showModal();
  }

  function uncover() {
    const since = Number(sessionStorage.getItem(COVERED) || 0);
    sessionStorage.removeItem(COVERED);
    if (Date.now() - since > COVER_MINUTES * 60000) one("#sign-out").submit();
    else one("#cover").close();
  }

  // ---- idle: a warning with two minutes left, then the page leaves the screen

  let actedAt = Date.now();
  const acted = () => { actedAt = Date.now(); };
  const IDLE_SECONDS = Number(body.dataset.idleSeconds || 0);

  function watchIdle() {
    const idle = (Date.now() - actedAt) / 1000;
    const warning = one("#idle");
    if (idle > IDLE_SECONDS) location.assign(body.dataset.signIn);
    else if (idle > IDLE_SECONDS - 120 && warning && !warning.open) warning.showModal();
  }

  async function stay() {
    const form = one("#stay");
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!answer.ok || answer.redirected) { location.assign(body.dataset.signIn); return; }
    acted();
    one("#idle").close();
  }

  // ---- keys

  let afterG = 0;
  let afterT = 0;

  // A key of the open drawer goes before the same key of the page.
  function follow(selector) {
    const target = one(`#drawer ${selector}`) ?? (current() && one(selector, current())) ?? one(selector);
    if (!target) return false;
    target.click();
    if (target.dataset.then) one(target.dataset.then)?.focus();
    return true;
  }

  // ---- a call: what fits the one who answered, and nothing of the account before they are known

  function showCall() {
    const form = one("form[data-call-form]");
    const answered = form && one("[name=answered]:checked", form);
    if (!answered) return;
    for (const part of all("[data-answered]", form)) part.hidden = !part.dataset.answered.split(" ").includes(answered.value);
    const needed = Number(answered.dataset.proofs);
    const matched = all("[name=proofs]:checked", form).length;
    const known = matched >= needed;
    for (const part of all("[data-known]", form)) part.hidden = !known;
    for (const part of all("[data-more]", form)) part.hidden = needed < 3;
    for (const part of all("[data-heard]", form)) part.hidden = !one(`[name=heard][value=${part.dataset.heard}]:checked`, form);
    one("[data-proofs-said]", form).textContent = known
      ? "They are known. You may talk about the account."
      : `${matched} of ${needed} match. Not yet about the account.`;
  }

  // What is heard may propose a result, seen at once and changed with one key; never over one that was chosen.
  function propose(box) {
    if (!box.dataset.proposes || !box.checked || one("[name=result]:checked", box.form)) return;
    one(`[name=result][value=${box.dataset.proposes}]`, box.form).checked = true;
  }

  function fill(field, text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  function singleKey(event) {
    const key = event.key;
    if (Date.now() - afterG < 1500) {
      afterG = 0;
      return follow(`[data-go="${CSS.escape(key.toLowerCase())}"]`);
    }
    if (Date.now() - afterT < 3000 && /^[1-9]$/.test(key)) {
      afterT = 0;
      return follow(`[data-t="${key}"]`);
    }
    if (key === "t") afterT = Date.now();
    if (key === "g") { afterG = Date.now(); return true; }
    if (key === "/") { one("#search-box")?.focus(); one("#search-box")?.select(); return true; }
    if (key === "?") { one("#keys")?.showModal(); return true; }
    if (key === "r" && !one('[data-key="r"]')) return follow("[data-refresh]");
    if (event.shiftKey && /^[A-Z]$/i.test(key) && follow(`[data-key="${key.toUpperCase()}"]`)) return true;
    return rowKey(event) || follow(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
  }

  // What came of the visit of the row: 1 to 5 choose; Enter goes on to the amount or the reason, or saves.
  function chooseResult(row, digit) {
    const button = one(`button[data-result="${digit}"]`, row);
    if (!button) return false;
    for (const each of all("button[data-result]", row)) each.classList.toggle("is-chosen", each === button);
    button.closest("details")?.setAttribute("open", "");
    say(`${button.textContent.trim()} chosen. Press Enter.`);
    return true;
  }

  function goOnWithResult(row) {
    const button = one("button.is-chosen", row);
    if (!button) return false;
    const asks = button.dataset.asks ? one(`[name=${button.dataset.asks}]`, button.form) : null;
    if (!asks || asks === document.activeElement) { button.click(); return true; }
    asks.focus();
    asks.select?.();
    return true;
  }

  function rowKey(event) {
    if (!rows().length) return false;
    const row = current();
    const free = !onControl(event.target);
    if (/^[1-5]$/.test(event.key) && row && chooseResult(row, event.key)) return true;
    if (event.key === "Enter" && row && free && goOnWithResult(row)) return true;
    if (event.key === "j" || (event.key === "ArrowDown" && (free || !row))) { step(1); return true; }
    if (event.key === "k" || (event.key === "ArrowUp" && (free || !row))) { step(-1); return true; }
    if (event.key === "x" && row) { select(row); return true; }
    if (event.key === "Enter" && row && free) { one("a[data-open]", row)?.click(); return true; }
    if (event.key === "c" && row?.matches("[data-call]")) {
      location.assign(`${one("a[data-open]", row).pathname}?drawer=call`);
      return true;
    }
    // Of the selected rows; of this row when none is.
    const forAll = one(`[data-rows-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (forAll) {
      if (!one("input[data-select]:checked")) select(row);
      if (one("input[data-select]:checked")) forAll.click();
      return true;
    }
    if (event.key === " " && row && free) { (one("[data-space]", row) ?? one("a[data-peek]", row))?.click(); return true; }
    return false;
  }

  function escape() {
    const menu = one("details.menu[open]");
    if (menu) {
      menu.open = false;
      one("summary", menu).focus();
      return true;
    }
    const peek = one("#peek");
    if (peek?.firstElementChild) {
      peek.replaceChildren();
      measure();
      current()?.focus();
      return true;
    }
    const close = one("a[data-close-drawer]");
    if (close) { close.click(); return true; }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    acted();
    if (event.ctrlKey && event.key === ".") { event.preventDefault(); cover(); return; }
    if (dialogOpen()) return;
    if (event.altKey && !event.ctrlKey && /^Digit[1-9]$/.test(event.code)) {
      if (follow(`[data-tab="${event.code.slice(5)}"]`)) event.preventDefault();
      return;
    }
    const draft = event.ctrlKey && !event.shiftKey ? one("form[data-draft]") : null;
    if (draft && (event.key === "s" || event.key === "Enter")) {
      event.preventDefault();
      draft.requestSubmit(event.key === "Enter" ? one("button[name=ask]", draft) : null);
      return;
    }
    if (event.ctrlKey && event.key === "Enter") {
      const form = event.target.closest?.("form[data-save]") ?? one("#drawer form[data-save]") ?? one("form[data-main]");
      const next = event.shiftKey ? form?.querySelector("button[name=next]") : null;
      if (form) { event.preventDefault(); form.requestSubmit(next); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && escape()) { event.preventDefault(); return; }
    if (event.key === "Enter" && event.target.matches?.(".desk-result :is(input, select)") && goOnWithResult(current())) {
      event.preventDefault();
      return;
    }
    const arrows = ["ArrowDown", "ArrowUp", "Enter", " "].includes(event.key);
    if (typing(event.target) || (!singleKeys() && !arrows)) return;
    if (arrows ? rowKey(event) : singleKey(event)) event.preventDefault();
  });

  // ---- clicks and changes

  document.addEventListener("click", (event) => {
    acted();
    const target = event.target.closest("[data-does]");
    if (target) {
      const does = target.dataset.does;
      if (does === "cover") { event.preventDefault(); cover(); }
      if (does === "uncover") uncover();
      if (does === "keys") { event.preventDefault(); one("#keys").showModal(); }
      if (does === "close") target.closest("dialog").close();
      if (does === "stay") stay();
      if (does === "print") print();
      if (does === "copy-rows") copyText(asTable(), "Copied as a table");
      if (does === "copy-text") copyText(target.dataset.text, "Copied");
      if (does === "fill") fill(one(target.dataset.into), target.dataset.text);
      if (does === "choose") { for (const box of all(target.dataset.into)) box.checked = true; say(target.dataset.said); }
      if (does === "go") one(target.dataset.into).focus();
      if (does === "insert") insertAt(one(target.dataset.into), target.dataset.text);
    }
    const row = event.target.closest("tr[data-row]");
    if (row && !event.target.closest("a, button, input, label")) goTo(row);
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) {
      for (const box of all("input[data-select]")) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-select], [data-select-all]")) showSelected();
    propose(event.target);
    if (event.target.matches("[data-on-change=submit]")) event.target.form.requestSubmit();
    showCall();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("tr[data-row]");
    if (row && row !== current()) {
      for (const each of rows()) each.classList.toggle("is-current", each === row);
    }
  });

  // A button says that it works, and cannot be pressed twice.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.dataset.working) return;
    setTimeout(() => { button.disabled = true; button.textContent = button.dataset.working; }, 0);
  });
  // The account is given back when its page is left, so that a colleague need not wait.
  addEventListener("pagehide", () => {
    const here = one("#here");
    if (here) navigator.sendBeacon(here.dataset.leave, new FormData(here));
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // A drawer takes the focus when it comes; an answer to what is being typed in it does not.
  document.addEventListener("htmx:afterSettle", (event) => {
    const drawer = event.target.closest?.("#drawer");
    const asked = drawer && one("[data-focus]", event.target);
    if (asked) asked.focus();
    else if (drawer && !drawer.contains(document.activeElement)) (one("[data-focus]", drawer) ?? one("[name=answered]:checked", drawer) ?? one("input:not([type=hidden]), select, textarea", drawer))?.focus();
    showCall();
    measure();
  });
  document.addEventListener("htmx:sendError", () => say("Not saved. The server did not answer. Try again."));

  // The heights of the sticky bars, so that focus is never hidden under them.
  function measure() {
    const bar = one(".person-bar");
    const height = bar && getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    document.documentElement.style.setProperty("--bar", `${height}px`);
    const low = one("#peek:not(:empty)") ?? one(".last-bar");
    document.documentElement.style.setProperty("--low", `${low?.offsetHeight ?? 0}px`);
  }

  one("#cover")?.addEventListener("cancel", (event) => event.preventDefault());
  one("#idle")?.addEventListener("close", acted);
  if (sessionStorage.getItem(COVERED) && one("#cover")) cover();
  const first = rows()[0];
  if (first) first.tabIndex = 0;
  // The row the page is about is the current one, unless a field waits for words.
  if (!one("main [autofocus]")) goTo(one("tr[data-here]"));
  showSelected();
  showCall();
  measure();
  addEventListener("resize", measure);
  if (IDLE_SECONDS) setInterval(watchIdle, 5000);
})();
