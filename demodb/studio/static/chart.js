// The org chart's size: by its buttons, and by + - 0 anywhere outside of fields. It stays when the section is put in anew.
const STEP = 1.2, LEAST = 0.3, MOST = 3;
let scale = 1;

function apply() {
  const chart = document.querySelector("svg.chart");
  if (!chart) return;
  const { width, height } = chart.viewBox.baseVal;
  chart.setAttribute("width", Math.round(width * scale));
  chart.setAttribute("height", Math.round(height * scale));
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
document.addEventListener("htmx:after:swap", apply);
