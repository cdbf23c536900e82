// [data-theme-button] goes round system, light, dark; the choice stays in this browser.
const root = document.documentElement;
const NEXT = { system: "light", light: "dark", dark: "system" };

const current = () => root.dataset.theme ?? "system";

function keep(theme) {
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  keep(theme);
  document.dispatchEvent(new CustomEvent("themechange", { detail: theme }));
}

function label() {
  for (const button of document.querySelectorAll("[data-theme-button]")) {
    button.hidden = false;
    button.querySelector("span").textContent = button.dataset[current()];
  }
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-theme-button]")) return;
  choose(NEXT[current()]);
  label();
});
document.addEventListener("htmx:afterSwap", label);
label();
