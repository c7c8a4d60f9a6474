// What the buttons beside values open in the dialog: why a value is there, its editing, a new row, the end of one.
const HTTP_SLUG = () => encodeURIComponent(document.querySelector("[data-slug]").dataset.slug);

const opened = {
  why: (name, place) => ["why", "place", name ? `${place}/${name}` : place],
  edit: (name, place) => ["edit", "place", name ? `${place}/${name}` : place],
  delete: (_, place) => ["delete", "place", place],
  add: (list) => ["add", "list", list],
  empty: (list) => ["empty", "list", list],
};

function onClick(event) {
  const button = event.target.closest("button");
  const what = button && Object.keys(opened).find((one) => one in button.dataset);
  if (!what) return;
  const place = button.closest("[data-place]")?.dataset.place ?? "";
  const [page, key, value] = opened[what](button.dataset[what], place);
  htmx.ajax("GET", `/account/${HTTP_SLUG()}/${page}?${key}=${encodeURIComponent(value)}`, { target: "#dialog", source: button });
}

// A mark is a letter to the eye; what it says stands once, under its section.
function label(root) {
  for (const mark of root.querySelectorAll("button.o:not([aria-label])")) {
    const source = mark.closest("section[id]")?.querySelector(`.sources [data-o="${mark.dataset.o}"]`);
    mark.title = source?.innerText.replace(/^.\s+/, "") ?? "";
    mark.setAttribute("aria-label", `${mark.dataset.why || "row"}: where it comes from: ${mark.title}`);
  }
  for (const pencil of root.querySelectorAll("button.p:not([aria-label])")) pencil.setAttribute("aria-label", `edit ${pencil.dataset.edit}`);
}

document.addEventListener("click", onClick);
document.addEventListener("htmx:after:swap", () => label(document));
label(document);
