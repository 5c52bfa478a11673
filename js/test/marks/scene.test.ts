import { expect, test } from "vitest";
import { type Scene, SceneQueue } from "../../src/marks/scene";

const scene = (picture: number) => ({ picture }) as Scene;

test("a scene is shown with the picture that it belongs to, not before", () => {
  const queue = new SceneQueue();
  queue.arrived(scene(3));
  expect(queue.current).toBeNull();
  queue.loaded(2);
  expect(queue.current).toBeNull();
  queue.loaded(3);
  expect(queue.current?.picture).toBe(3);
  queue.arrived(scene(5));
  queue.arrived(scene(6));
  queue.loaded(4); // of another look, but the same scene
  expect(queue.current?.picture).toBe(3);
  queue.loaded(5);
  expect(queue.current?.picture).toBe(5);
  queue.loaded(8);
  expect(queue.current?.picture).toBe(6);
});

test("a scene that comes after its picture is shown at once", () => {
  const queue = new SceneQueue();
  queue.loaded(7);
  queue.arrived(scene(7));
  expect(queue.current?.picture).toBe(7);
});

test("the picture of a saved notebook has no number: the newest scene is its", () => {
  const queue = new SceneQueue();
  queue.arrived(scene(40));
  queue.loaded(undefined);
  expect(queue.current?.picture).toBe(40);
});

test("a kernel may count from 1 again", () => {
  const queue = new SceneQueue();
  queue.arrived(scene(90));
  queue.loaded(90);
  queue.arrived(scene(1));
  expect(queue.current?.picture).toBe(1);
});
