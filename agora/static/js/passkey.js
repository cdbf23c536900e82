// [data-needs-keys] is offered only where the browser knows passkeys; what goes wrong with one is said on the page.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const notice of document.querySelectorAll("[data-key-problem]")) notice.hidden = false;
});
if (window.PublicKeyCredential) for (const button of document.querySelectorAll("[data-needs-keys]")) button.hidden = false;
