// Cards that go from place to place: by pointer, or by keys: Space lifts, arrows move, Space drops, Esc puts back.
// A [data-board] names its form; [data-status] are its columns, and their [data-row] children the cards.
const NEAR = 6, EDGE = 70, STEP = 18;
let pressed = null, lifted = null, moving = false;

const cardsOf = (column) => [...column.querySelectorAll(":scope > [data-row]")];
const idOf = (card) => card.dataset.place.slice(card.closest("[data-board]").dataset.board.length + 1);
const columnsOf = (board) => [...board.querySelectorAll("[data-status]")];

function announce(words) {
  const { card, board } = lifted;
  const column = card.closest("[data-status]"), all = cardsOf(column);
  const where = [column.getAttribute("aria-label"), `${all.indexOf(card) + 1} of ${all.length}`].filter(Boolean).join(", ");
  board.querySelector("[data-said]").textContent = `${card.getAttribute("aria-label") ?? "Card"}: ${words}. ${where}.`;
}

function lift(card, how) {
  lifted = { card, board: card.closest("[data-board]"), how, column: card.parentElement, next: card.nextElementSibling };
  card.dataset.lifted = how;
  announce(how === "keys" ? "lifted. Arrows move it, Space drops it, Escape puts it back" : "lifted");
}

function put(column, before) {
  const { card } = lifted;
  if (card.parentElement === column && card.nextElementSibling === before) return;
  moving = true;
  column.insertBefore(card, before);
  if (lifted.how === "keys") card.focus();
  moving = false;
  card.scrollIntoView({ block: "nearest" });
  announce("is at");
}

function back() {
  if (!lifted) return;
  const { column, next } = lifted;
  put(column, next);
  announce("put back");
  delete lifted.card.dataset.lifted;
  lifted = null;
}

// What the form asks for: the column, and the row that the card is to stand before in the list of all of them.
function drop() {
  const { card, board, column, next } = lifted;
  const now = card.parentElement, id = idOf(card);
  delete card.dataset.lifted;
  if (now === column && card.nextElementSibling === next) {
    announce("dropped where it was");
    lifted = null;
    return;
  }
  const form = document.getElementById(board.dataset.form);
  const ids = JSON.parse(form.elements.expected.value).filter((one) => one !== id);
  const all = cardsOf(now), behind = all[all.indexOf(card) + 1], ahead = all[all.indexOf(card) - 1];
  const move = { place: card.dataset.place };
  if (behind) move.before = idOf(behind);
  else if (ahead) move.before = ids[ids.indexOf(idOf(ahead)) + 1] ?? "";
  if (now !== column) Object.assign(move, { status: now.dataset.status, was: column.dataset.status });
  form.elements.move.value = JSON.stringify(move);
  announce("dropped");
  const sent = lifted;
  lifted = null;
  const undone = () => { lifted = sent; back(); };
  for (const error of ["htmx:error", "htmx:response:error"]) form.addEventListener(error, undone, { once: true });
  form.requestSubmit();
}

function step(key) {
  const { card, board } = lifted;
  const column = card.closest("[data-status]"), all = cardsOf(column), at = all.indexOf(card);
  if (key === "ArrowUp" && at > 0) put(column, all[at - 1]);
  if (key === "ArrowDown" && at < all.length - 1) put(column, all[at + 1].nextElementSibling);
  const side = columnsOf(board)[columnsOf(board).indexOf(column) + (key === "ArrowRight") - (key === "ArrowLeft")];
  if (side && side !== column) put(side, cardsOf(side)[at] ?? null);
}

function onKey(event) {
  if (!lifted) {
    if (event.key !== " " || !event.target.matches("[data-board] [data-row]")) return;
    event.preventDefault();
    lift(event.target, "keys");
    return;
  }
  if (event.key === "Tab") return back();
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Escape") { pressed = null; back(); }
  else if (event.key === " " || event.key === "Enter") drop();
  else step(event.key);
}

function onDown(event) {
  const card = event.target.closest("[data-board] [data-row]"), grip = event.target.closest("[data-move]");
  if (!card || lifted || event.button || !event.isPrimary) return;
  if (!grip && (event.pointerType !== "mouse" || event.target.closest("a, button, input, select, textarea"))) return;
  pressed = { card, x: event.clientX, y: event.clientY, id: event.pointerId };
}

function onMove(event) {
  if (!pressed || event.pointerId !== pressed.id) return;
  const { clientX: x, clientY: y } = event;
  if (!lifted) {
    if (Math.hypot(x - pressed.x, y - pressed.y) < NEAR) return;
    lift(pressed.card, "pointer");
    lifted.board.setPointerCapture(pressed.id);
  }
  const room = lifted.board.closest("dialog") ?? document.scrollingElement;
  if (y < EDGE || y > innerHeight - EDGE) room.scrollBy(0, y < EDGE ? -STEP : STEP);
  const column = document.elementFromPoint(x, y)?.closest("[data-status]");
  if (!column || !lifted.board.contains(column)) return;
  const others = cardsOf(column).filter((one) => one !== lifted.card);
  const behind = others.find((one) => y < one.getBoundingClientRect().top + one.offsetHeight / 2);
  put(column, behind ?? null);
}

function onUp(event) {
  if (!pressed || event.pointerId !== pressed.id) return;
  pressed = null;
  if (lifted) event.type === "pointerup" ? drop() : back();
}

document.addEventListener("keydown", onKey, true);
document.addEventListener("pointerdown", onDown);
document.addEventListener("pointermove", onMove);
document.addEventListener("pointerup", onUp);
document.addEventListener("pointercancel", onUp);
document.addEventListener("selectstart", (event) => { if (pressed) event.preventDefault(); });
document.addEventListener("focusout", () => { if (lifted?.how === "keys" && !moving) back(); });
