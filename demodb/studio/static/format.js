// Amounts, numbers and moments as the browser's language writes them; what the server wrote stays in `value` and `datetime`, of a day it is the text.
const language = navigator.language;
const money = new Intl.NumberFormat(language, { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const number = new Intl.NumberFormat(language);
const day = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
const clock = new Intl.DateTimeFormat(language, { timeStyle: "short" });
const moment = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

const written = {
  "data.money": (one) => money.format(Number(one.value)),
  "data.number": (one) => number.format(Number(one.value)),
  "time.day": (one) => day.format(new Date(`${(one.dateTime ||= one.textContent)}T00:00:00Z`)),
  "time.clock": (one) => clock.format(new Date(one.dateTime)),
  "time.moment": (one) => moment.format(new Date(one.dateTime)),
};

export function inOwnLanguage(root) {
  for (const [selector, write] of Object.entries(written)) {
    for (const one of root.querySelectorAll(`${selector}:not([data-own])`)) {
      one.dataset.own = "";
      try {
        one.textContent = write(one);
      } catch {
        // No date or number after all: what stands there is what was typed.
      }
    }
  }
}
