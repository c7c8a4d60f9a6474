// The buttons beside values and in rows, and what they open in the dialog: why a value is there, its editing, a new row, the end
// of one, its place.
const opened = {
  why: (name, place) => ["why", "place", name ? `${place}/${name}` : place],
  edit: (name, place) => ["edit", "place", name ? `${place}/${name}` : place],
  delete: (_, place) => ["delete", "place", place],
  add: (list) => ["add", "list", list],
  empty: (list) => ["empty", "list", list],
  order: (list) => ["order", "list", list],
  move: (_, place) => ["move", "place", place],
};

// What moves cards is loaded once somebody comes near some.
const loadBoard = () => import("./board.js");
const near = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && loadBoard(), { rootMargin: "50%" });

function onClick(event) {
  const button = event.target.closest("#account button");
  const what = button && Object.keys(opened).find((one) => one in button.dataset);
  if (!what) return;
  if (what === "order") loadBoard();
  const slug = encodeURIComponent(button.closest("[data-slug]").dataset.slug);
  const [page, key, value] = opened[what](button.dataset[what], button.closest("[data-place]")?.dataset.place);
  htmx.ajax("GET", `/account/${slug}/${page}?${key}=${encodeURIComponent(value)}`, { target: "#dialog", source: button });
}

function made(text, label, data) {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", textContent: text, title: label, ariaLabel: label });
  Object.assign(button.dataset, data);
  return button;
}

// Where a value comes from: what its letter stands for is written once, under its section; without one it is the usual source.
function sourceOf(holder, mark) {
  const all = [...(holder.closest("section[id]")?.querySelectorAll(".sources li") ?? [])];
  if (!mark) return all.find((source) => "usual" in source.dataset);
  return all.filter((source) => source.firstElementChild.textContent === mark.textContent)[mark.dataset.o ?? 0];
}

function equipValue(holder, writes) {
  const name = holder.dataset.f;
  const mark = holder.querySelector("i");
  const source = sourceOf(holder, mark);
  const buttons = [];
  holder.dataset.ready = "";
  holder.dir = "auto";
  if (source) {
    const [letter, words] = source.children;
    buttons.push(made(letter.textContent, `${name || "row"}: ${words.textContent}`, { why: name }));
    buttons[0].className = letter.className;
  }
  if (writes && name) buttons.push(made("✎", `edit ${name}`, { edit: name }));
  if (mark) mark.replaceWith(...buttons);
  else (holder.querySelector("li:last-child") ?? holder).append(...buttons);
}

function equipRow(row, writes) {
  const name = row.querySelector("[data-f]").firstChild.textContent;
  Object.assign(row.dataset, { row: "", place: row.id });
  row.tabIndex = 0;
  if (!writes) return;
  const all = document.createElement("span");
  all.className = "end";
  all.append(made("Edit", `Edit ${name}`, { edit: "" }), made("Delete", `Delete ${name}`, { delete: "" }));
  all.lastChild.className = "bad";
  row.append(all);
  if (!row.closest("[data-board]")) return;
  row.ariaLabel = name;
  row.ariaRoleDescription = "card";
  row.append(made("⠿", `Move ${name}: drag, or click for a menu; by keys, Space on the card`, { move: "" }));
  row.lastChild.className = "quiet grip";
  near.observe(row);
}

// A page has hundreds of values: the server sends what is particular of each, and what all have alike is made here.
function equip() {
  const writes = document.querySelector("#account[data-writes]") !== null;
  for (const row of document.querySelectorAll("#account article:not([data-row])")) equipRow(row, writes);
  for (const holder of document.querySelectorAll("#account [data-f]:not([data-ready])")) equipValue(holder, writes);
}

document.addEventListener("click", onClick);
equip();
// However a section is put in anew: what asked for it may be gone by then, and its event with it.
new MutationObserver(equip).observe(document.getElementById("account"), { childList: true, subtree: true });
