"use strict";
// The little the pages need beyond links and forms: no inline script runs under the content policy.
document.addEventListener("click", (event) => {
  const menu = event.target.closest("[data-menu]");
  if (menu) {
    const isOpen = document.body.classList.toggle("menu-open");
    menu.setAttribute("aria-expanded", String(isOpen));
    return;
  }
  const ask = event.target.closest("[data-ask]");
  if (ask && !window.confirm(ask.dataset.ask)) event.preventDefault();
  const back = event.target.closest("[data-back]");
  if (back && window.history.length > 1) {
    event.preventDefault();
    window.history.back();
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement)) return;
  if (form.matches("[data-clear]") && event.detail.successful) form.reset();
  const turns = document.getElementById("turns");
  if (turns) turns.scrollTop = turns.scrollHeight;
});
document.addEventListener("htmx:responseError", () => {
  const turns = document.getElementById("turns");
  if (!turns) return;
  const problem = document.createElement("div");
  problem.className = "turn-answer text-danger";
  problem.textContent = "That did not get through. Load the page again and try once more.";
  turns.append(problem);
});
