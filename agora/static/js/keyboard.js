// `/` searches, `j` `k` walk through [data-list], `r` replies, `?` shows the keys. Off while typing, and off when switched off.
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";

const seen = (element) => element.getClientRects().length > 0;

function stored() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

let enabled = stored();

function first(selector) {
  return [...document.querySelectorAll(selector)].find(seen);
}

function items() {
  const active = document.activeElement?.closest("[data-list]");
  const list = active ?? first("[data-list]");
  return list ? [...list.querySelectorAll("[data-item]")].filter(seen) : [];
}

const target = (item) => item.querySelector(".row-title, a[href], button") ?? item;

function walk(step) {
  const all = items();
  if (!all.length) return false;
  const here = all.findIndex((item) => item.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
  const element = all[next].hasAttribute("tabindex") ? all[next] : target(all[next]);
  element.focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

function go(selector) {
  const element = first(selector);
  element?.focus();
  element?.select?.();
  return Boolean(element);
}

function help() {
  const dialog = document.getElementById("keys");
  dialog?.togglePopover?.();
  return Boolean(dialog);
}

const KEYS = {
  "/": () => go("[data-search]"),
  j: () => walk(1),
  k: () => walk(-1),
  r: () => go("[data-reply]"),
  "?": help,
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches?.(TYPING)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (enabled && KEYS[event.key]?.()) event.preventDefault();
});

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-switch]")) return;
  enabled = event.target.checked;
  try {
    localStorage.setItem("keys", enabled ? "on" : "off");
  } catch {
    // Storage may be forbidden; the switch then lasts as long as the page.
  }
});

for (const box of document.querySelectorAll("[data-keys-switch]")) box.checked = enabled;
