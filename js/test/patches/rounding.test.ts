// @vitest-environment jsdom
import { expect, test } from "vitest";
import { roundSliders } from "../../src/patches/rounding";

type Options = { format: { from: (text: string) => number; to: (position: number) => number } };

/** A slider's element, and how its slider was updated. */
function addSlider(root: Element) {
  const target = document.createElement("div");
  target.className = "noUi-target";
  const updates: [Options, boolean][] = [];
  const updateOptions = (options: Options, fire: boolean) => updates.push([options, fire]);
  Object.assign(target, { noUiSlider: { updateOptions } });
  root.append(target);
  return { target, updates };
}

const observed = () => new Promise((resolve) => setTimeout(resolve));

test("sliders give whole numbers: present ones, added ones, and replaced ones", async () => {
  document.body.innerHTML = `<div id="root"><div></div></div><div id="another"></div>`;
  const root = document.getElementById("root") as HTMLElement;
  const first = addSlider(root);
  const anothers = addSlider(document.getElementById("another") as HTMLElement);
  root.insertAdjacentHTML("beforeend", `<div class="noUi-target"></div>`); // its slider was removed
  const end = roundSliders(root);
  const [update, ...others] = first.updates;
  const { format } = update?.[0] ?? {};
  expect([73.00000000000001, 12.999999999999998, 0].map((each) => format?.to(each))).toEqual([
    73, 13, 0,
  ]);
  expect([format?.from("12"), update?.[1], others]).toEqual([12, false, []]);

  const second = addSlider(root.firstElementChild as HTMLElement);
  await observed();
  expect([first.updates.length, second.updates.length, anothers.updates.length]).toEqual([1, 1, 0]);

  const { updates } = addSlider(document.createElement("div"));
  const updateOptions = (options: Options, fire: boolean) => updates.push([options, fire]);
  Object.assign(second.target, { noUiSlider: { updateOptions } });
  second.target.append(document.createElement("div")); // what a slider consists of
  await observed();
  expect([second.updates.length, updates.length]).toEqual([1, 1]);

  end();
  const third = addSlider(root);
  await observed();
  expect(third.updates).toEqual([]);
});
