// The slider's moment in words and in the form, and the address of what is shown, so that a reload and the way back keep it.
const form = document.getElementById("when");
const slider = document.getElementById("slider");
const at = document.getElementById("at");
const MINUTE = 60_000;
const clock = new Intl.DateTimeFormat(navigator.language, { timeStyle: "short" });
const moment = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeStyle: "short" });

function ahead() {
  return document.getElementById("ahead").dataset;
}

function say() {
  const when = new Date(new Date(ahead().begin).getTime() + slider.value * MINUTE);
  const said = (when.toDateString() === new Date().toDateString() ? clock : moment).format(when);
  slider.setAttribute("aria-valuetext", said);
  form.querySelector("output").textContent = said;
  return when;
}

function moveTo(moment) {
  slider.value = Math.round((new Date(moment) - new Date(ahead().begin)) / MINUTE);
}

// The hours that the server shows move on with the time; the slider goes with them, but not under somebody's hand.
function follow() {
  if (slider.matches(":active")) return;
  slider.max = ahead().minutes;
  moveTo(at.value || ahead().at);
  say();
}

// A moment is sent as UTC: the server's zone may be another one.
slider.addEventListener("input", () => (at.value = say().toISOString().slice(0, 16) + "Z"));
form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-moment]");
  if (!link) return;
  event.preventDefault();
  moveTo(link.dataset.moment);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("htmx:after:swap", (event) => {
  const swapped = event.detail.ctx.target?.id;
  if (swapped === "verdict") follow();
  if (swapped !== "accounts") return;
  const shown = document.getElementById("found").getAttribute("hx-get").split("?")[1];
  history.replaceState(null, "", shown ? `/?${shown}` : "/");
});

// The page asks again and again, but not in a tab that nobody sees, and not once the studio is gone.
let gone = false;

function askAgain() {
  gone = false;
  document.getElementById("verdict").dispatchEvent(new Event("every"));
}

document.addEventListener("studio:gone", (event) => {
  gone = true;
  const notice = event.detail;
  const again = document.createElement("button");
  again.textContent = "Try again";
  again.addEventListener("click", () => (notice.remove(), askAgain()));
  notice.append(again);
});
document.addEventListener("htmx:before:request", (event) => {
  if ((document.hidden || gone) && event.detail.ctx.sourceEvent?.type === "every") event.preventDefault();
});
document.addEventListener("visibilitychange", () => document.hidden || askAgain());
say();
