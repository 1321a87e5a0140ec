// A page that is not kept, with no signal.
document.querySelector("[data-again]").addEventListener("click", () => location.reload())
