// What the buttons beside values open in the dialog: why a value is there, its editing, a new row, the end of one.
const opened = {
  why: (name, place) => ["why", "place", name ? `${place}/${name}` : place],
  edit: (name, place) => ["edit", "place", name ? `${place}/${name}` : place],
  delete: (_, place) => ["delete", "place", place],
  add: (list) => ["add", "list", list],
  empty: (list) => ["empty", "list", list],
};

function onClick(event) {
  const button = event.target.closest("#account button");
  const what = button && Object.keys(opened).find((one) => one in button.dataset);
  if (!what) return;
  const slug = encodeURIComponent(button.closest("[data-slug]").dataset.slug);
  const [page, key, value] = opened[what](button.dataset[what], button.closest("[data-place]")?.dataset.place);
  htmx.ajax("GET", `/account/${slug}/${page}?${key}=${encodeURIComponent(value)}`, { target: "#dialog", source: button });
}

// A mark is a letter to the eye; what it stands for is written once, under its section.
function told(mark) {
  const all = mark.closest("section[id]").querySelectorAll(".sources li");
  const alike = [...all].filter((source) => source.firstChild.textContent === mark.textContent);
  return alike[mark.dataset.o ?? 0]?.lastChild.textContent ?? "";
}

function label() {
  for (const mark of document.querySelectorAll("#account button[data-why]:not([title])")) {
    mark.title = told(mark);
    mark.setAttribute("aria-label", `${mark.dataset.why}: ${mark.title}`);
  }
  for (const pencil of document.querySelectorAll("#account button[data-edit]:not([title])")) {
    pencil.title = `edit ${pencil.dataset.edit}`;
    if (pencil.textContent === "✎") pencil.setAttribute("aria-label", pencil.title);
  }
}

document.addEventListener("click", onClick);
document.addEventListener("htmx:after:swap", label);
label();
