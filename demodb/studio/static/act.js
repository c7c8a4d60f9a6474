// Files that are dragged onto the page: they become those of the field, and the page says which they are.
const field = document.querySelector("[data-files]");
const drop = document.querySelector("[data-drop]");
const chosen = document.querySelector("[data-chosen]");
const without = chosen.textContent;

function tell() {
  const names = [...field.files].map((file) => file.name);
  chosen.textContent = names.length > 1 ? names.join(", ") : names.length ? "" : without;
}

function over(event) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  drop.classList.add("over");
}

function out(event) {
  if (!event.relatedTarget) drop.classList.remove("over");
}

function dropped(event) {
  if (!event.dataTransfer?.files.length) return;
  event.preventDefault();
  drop.classList.remove("over");
  field.files = event.dataTransfer.files;
  tell();
}

document.addEventListener("dragover", over);
document.addEventListener("dragleave", out);
document.addEventListener("drop", dropped);
field.addEventListener("change", tell);
