// A button that prints the page, where a page has one.
const paper = document.querySelector("[data-print]")
if (paper) {
  paper.hidden = false
  paper.addEventListener("click", () => print())
}
