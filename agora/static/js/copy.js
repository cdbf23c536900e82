// [data-copy] puts its value on the clipboard and says so for a moment.
async function copy(button) {
  const label = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied ?? "✓";
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (button) copy(button);
});

// Offered only where the browser allows it (a secure address).
if (navigator.clipboard) for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
