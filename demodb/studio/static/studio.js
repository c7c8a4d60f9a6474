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

// What the server puts into #dialog opens it; empty, it closes. Focus goes back to where it was by itself.
function onSwap() {
  const dialog = document.getElementById("dialog");
  if (dialog?.childElementCount && !dialog.open) dialog.showModal();
  if (dialog?.open && !dialog.childElementCount) dialog.close();
  inOwnLanguage(document);
  countDown(document);
}

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKey);
document.addEventListener("htmx:after:swap", onSwap);
document.getElementById("dialog")?.addEventListener("close", (event) => event.target.replaceChildren());
inOwnLanguage(document);
countDown(document);
setInterval(() => countDown(document), 1000);
