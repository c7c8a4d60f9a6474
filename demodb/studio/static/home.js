// The slider's moment in words and in the form, and the address of what is shown, so that a reload and the way back keep it.
const form = document.getElementById("when");
const slider = document.getElementById("slider");
const at = document.getElementById("at");
const MINUTE = 60_000;
const clock = new Intl.DateTimeFormat(navigator.language, { timeStyle: "short" });
const moment = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeStyle: "short" });

function say() {
  const when = new Date(new Date(slider.dataset.begin).getTime() + slider.value * MINUTE);
  const said = (when.toDateString() === new Date().toDateString() ? clock : moment).format(when);
  slider.setAttribute("aria-valuetext", said);
  form.querySelector("output").textContent = said;
  return when;
}

function moveTo(link) {
  slider.value = Math.round((new Date(link.dataset.moment) - new Date(slider.dataset.begin)) / MINUTE);
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}

// A moment is sent as UTC: the server's zone may be another one.
slider.addEventListener("input", () => (at.value = say().toISOString().slice(0, 16) + "Z"));
form.addEventListener("click", (event) => {
  const link = event.target.closest("[data-moment]");
  if (!link) return;
  event.preventDefault();
  moveTo(link);
});

document.addEventListener("htmx:after:swap", (event) => {
  if (event.detail.ctx.target?.id !== "accounts") return;
  const shown = document.getElementById("found").getAttribute("hx-get").split("?")[1];
  history.replaceState(null, "", shown ? `/?${shown}` : "/");
});
say();
