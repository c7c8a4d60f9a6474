// Live countdowns: `<time class="countdown" datetime="…">` says in words how long it is until then, and when little is left.
const MINUTE = 60, HOUR = 3600;

export function left(seconds) {
  if (seconds <= 0) return "over";
  if (seconds < MINUTE) return `${Math.ceil(seconds)} s left`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min left`;
  return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min left`;
}

export function countDown(root, now = Date.now()) {
  for (const one of root.querySelectorAll("time.countdown")) {
    const seconds = (new Date(one.dateTime) - now) / 1000;
    const said = left(seconds);
    if (one.textContent !== said) one.textContent = said;
    one.dataset.state = seconds <= 0 ? "over" : seconds < 10 * MINUTE ? "soon" : "long";
  }
}
