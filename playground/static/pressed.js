// While a mouse button or a finger is down nothing is drawn anew: what is being pressed would be gone when it is let go.

let pressed = false;
const waiting = new Set();

function release() {
  pressed = false;
  const due = [...waiting];
  waiting.clear();
  due.forEach((draw) => draw());
}

const soon = () => setTimeout(release); // after the click, which comes with the end of a press
document.addEventListener("pointerdown", () => (pressed = true), true);
document.addEventListener("pointerup", soon, true);
document.addEventListener("pointercancel", soon, true);
document.addEventListener("change", soon, true); // a list that the browser itself opens takes the end of the press
document.addEventListener("pointermove", (event) => pressed && !event.buttons && release(), true); // it ended elsewhere

// Draws now, or once nothing is pressed any more.
export const whenReleased = (draw) => (pressed ? waiting.add(draw) : draw());
