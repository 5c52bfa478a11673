// @vitest-environment jsdom
import { expect, test } from "vitest";
import { dragByFinger } from "../../src/patches/finger";

test("a finger is the left button of the mouse while a tool is in hand", () => {
  document.body.innerHTML = "<div><canvas></canvas></div>";
  const figure = document.body.firstElementChild as HTMLElement;
  const canvas = figure.firstElementChild as HTMLElement;
  const seen: [string, number, number][] = [];
  for (const type of ["mousedown", "mousemove", "mouseup"]) {
    canvas.addEventListener(type, (event) => {
      const { clientX, buttons } = event as MouseEvent;
      seen.push([type, clientX, buttons]);
    });
  }
  let isActive = false;
  const end = dragByFinger(figure, () => isActive);
  const send = (type: string, clientX: number, pointer = {}) => {
    const event = new MouseEvent(type, { clientX, bubbles: true, cancelable: true });
    Object.assign(event, { pointerType: "touch", isPrimary: true, ...pointer });
    canvas.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(send("pointerdown", 10)).toBe(false);
  isActive = true;
  expect(send("pointerdown", 10)).toBe(true);
  send("pointermove", 20, { isPrimary: false });
  send("pointermove", 20, { pointerType: "mouse" });
  send("pointermove", 30);
  send("pointercancel", 30);
  expect(seen).toEqual([
    ["mousedown", 10, 1],
    ["mousemove", 30, 1],
    ["mouseup", 30, 0],
  ]);
  end();
  send("pointerdown", 10);
  expect(seen).toHaveLength(3);
});
