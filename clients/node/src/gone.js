// What stands for nothing that may be served.
export const GONE = Object.freeze({
  state: /** @type {const} */ ("gone"),
  key: null,
  value: null,
  age: null,
  source: null,
  model: null,
  createdAt: null,
  freshUntil: null,
  staleUntil: null,
});
