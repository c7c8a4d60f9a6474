// What every page does: keys, dialogs, notices, values in the browser's language, countdowns, the theme. No state of its own.
import { countDown } from "./countdown.js";
import { inOwnLanguage } from "./format.js";
import { onKey } from "./keys.js";

const themes = ["", "dark", "light"];

function switchTheme() {
  const root = document.documentElement;
  const next = themes[(themes.indexOf(root.dataset.theme ?? "") + 1) % themes.length];
  if (next) {
    root.dataset.theme = next;
    localStorage.setItem("theme", next);
  } else {
    delete root.dataset.theme;
    localStorage.removeItem("theme");
  }
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const before = button.textContent;
  button.textContent = "copied";
  setTimeout(() => (button.textContent = before), 1500);
}

function onClick(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if ("themeSwitch" in button.dataset) switchTheme();
  if ("help" in button.dataset) document.getElementById("help").showModal();
  if ("dismiss" in button.dataset) button.parentElement.remove();
  if ("close" in button.dataset) button.closest("dialog").close();
  if ("print" in button.dataset) window.print();
  if ("copy" in button.dataset) copy(button);
}

// Notices are seen where somebody can act: in the dialog while it is open, else over the page.
function hostNotices(host) {
  for (const id of ["told", "done"]) {
    const notices = document.getElementById(id);
    if (notices && notices.parentElement !== host) host.append(notices);
  }
}

// The row in which somebody was has the focus again where what was put in took it away.
let place = "";
function focusAgain() {
  if (document.activeElement && document.activeElement !== document.body) return;
  const room = document.querySelector("dialog[open]") ?? document;
  if (place) room.querySelector(`[data-place="${CSS.escape(place)}"][tabindex]`)?.focus();
}

// What the server puts into #dialog opens it; empty, it closes.
function onSwap() {
  const dialog = document.getElementById("dialog");
  if (dialog?.childElementCount && !dialog.open) {
    document.getElementById("done").replaceChildren();
    dialog.showModal();
  }
  if (dialog?.open && !dialog.childElementCount) dialog.close();
  hostNotices(dialog?.open ? dialog : document.body);
  focusAgain();
  inOwnLanguage(document);
  countDown(document);
}

// That the studio is gone is told over the page, whatever asked it for something.
function tellGone(why) {
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.append(why);
  document.getElementById("told").replaceChildren(notice);
  document.dispatchEvent(new CustomEvent("studio:gone", { detail: notice }));
}

document.addEventListener("htmx:error", (event) => {
  if (event.detail.error instanceof TypeError && event.detail.ctx) tellGone("The studio does not answer: start it again, and open the link that it prints.");
});
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status === 401) tellGone("The studio was started anew: open the link that it printed.");
});
document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
document.addEventListener("focusin", (event) => { place = event.target.closest("[data-place]")?.dataset.place ?? place; });
document.addEventListener("htmx:before:swap", () => hostNotices(document.body));
document.addEventListener("htmx:after:swap", onSwap);
document.getElementById("dialog")?.addEventListener("close", (event) => {
  hostNotices(document.body);
  event.target.replaceChildren();
});
inOwnLanguage(document);
countDown(document);
setInterval(() => countDown(document), 1000);
