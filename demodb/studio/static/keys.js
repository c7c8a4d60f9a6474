// Keys outside of fields: / searches, j and k go from row to row, Enter opens, e edits, g goes home, ? helps.
const ROW = "[data-row]";

function rows() {
  return [...document.querySelectorAll(ROW)].filter((row) => row.checkVisibility());
}

function step(by) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement?.closest(ROW));
  const next = all[Math.min(Math.max(now + by, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

// Of a row all of it, where that can be, and not its first field alone.
function edit(row) {
  (row?.querySelector('[data-edit=""]') ?? row?.querySelector("[data-edit]"))?.click();
}

const actions = {
  "/": () => document.querySelector("[data-search]")?.focus(),
  j: () => step(1),
  k: () => step(-1),
  e: () => edit(document.activeElement?.closest(ROW)),
  g: () => (window.location.href = "/"),
  "?": () => document.getElementById("help").showModal(),
};

export function onKey(event) {
  const field = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  if (event.key === "Enter" && event.target.matches(ROW)) {
    event.target.querySelector("a[href]")?.click();
    return;
  }
  const act = actions[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
}
