// form[data-once] is sent once: a second click while the first is under way does nothing.
function release(form) {
  delete form.dataset.busy;
  form.removeAttribute("aria-busy");
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-once]")) return;
  if (form.dataset.busy) {
    event.preventDefault();
    return;
  }
  form.dataset.busy = "yes";
  form.setAttribute("aria-busy", "true");
});

// A page brought back by the Back button comes with its forms still marked.
addEventListener("pageshow", () => document.querySelectorAll("form[data-busy]").forEach(release));
