// The org chart's size: by its buttons, and by + - 0 anywhere outside of fields. It stays when the section is put in anew.
const STEP = 1.2, LEAST = 0.3, MOST = 3;
let scale = 1, shown = null;

function apply() {
  const chart = (shown = document.querySelector("svg.chart"));
  if (!chart) return;
  const { width, height } = chart.viewBox.baseVal;
  chart.setAttribute("width", Math.round(width * scale));
  chart.setAttribute("height", Math.round(height * scale));
  centre(chart.parentElement);
}

// Who stands at the top is in the middle.
function centre(room) {
  room.scrollLeft = (room.scrollWidth - room.clientWidth) / 2;
}

const sizes = {
  in: () => Math.min(scale * STEP, MOST),
  out: () => Math.max(scale / STEP, LEAST),
  fit: () => {
    const chart = document.querySelector("svg.chart");
    return chart ? Math.min(1, chart.parentElement.clientWidth / chart.viewBox.baseVal.width) : 1;
  },
};
const keys = { "+": "in", "=": "in", "-": "out", 0: "fit" };

function zoom(how) {
  scale = sizes[how]();
  apply();
}

document.addEventListener("click", (event) => {
  const how = event.target.closest("button")?.dataset.zoom;
  if (how) zoom(how);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key in keys) zoom(keys[event.key]);
});
apply();
new MutationObserver(() => {
  if (document.querySelector("svg.chart") !== shown) apply();
}).observe(document.getElementById("account"), { childList: true, subtree: true });
