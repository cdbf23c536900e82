// [data-dismiss] takes its toast away; good news leaves by itself, what can be undone or went wrong stays.
const STAY = 8000;

const leaves = (toast) => !toast.querySelector("form") && ["good", "note", undefined].includes(toast.dataset.tone);

function expire(toast) {
  if (toast.dataset.seen || !leaves(toast) || !toast.closest("[data-floating]")) return;
  toast.dataset.seen = "yes";
  const later = () => setTimeout(() => (toast.matches(":hover, :focus-within") ? later() : toast.remove()), STAY);
  later();
}

function look() {
  document.querySelectorAll("[data-toast]").forEach(expire);
}

document.addEventListener("click", (event) => {
  event.target.closest?.("[data-dismiss]")?.closest("[data-toast]")?.remove();
});
document.addEventListener("htmx:oobAfterSwap", look);
document.addEventListener("htmx:afterSwap", look);
look();
