// Notes, on the page's own clock, when keys are pressed, when a canvas shows another picture (matplotlib's, or the one that
// lies over it in the explorer, which then counts alone) and when a text becomes another one. What is noted is the moment at which the page has it; the screen follows with its next frame.
(() => {
  const shown = new WeakMap(); // canvas -> hash of its pixels
  const pictures = []; // {canvas, time}
  const texts = new WeakMap(); // element -> its {time, text}, oldest first
  let pressed = 0;

  addEventListener("keydown", (event) => { pressed = event.timeStamp; }, true);

  // Of rows that are 32 of the page's pixels apart, a dozen: a line that turns and a curve that falls cross most of them,
  // and to read all would take as long as to show them. Closer at the top, where both write the iteration and the loss.
  const APART = 32 * Math.max(1, Math.floor(devicePixelRatio));
  const hash = (canvas) => {
    const context = canvas.getContext("2d");
    let value = 0x811c9dc5;
    for (let row = 0; row < canvas.height && canvas.width; row += row < 2 * APART ? APART / 4 : APART) {
      const pixels = new Uint32Array(context.getImageData(0, row, canvas.width, 1).data.buffer);
      for (let column = 0; column < pixels.length; column += 1) {
        value = Math.imul(value ^ pixels[column], 0x01000193);
      }
    }
    return value;
  };

  const painted = new Set(); // a picture may be painted in several parts, one right after the other
  const note = (canvas) => {
    painted.delete(canvas);
    const time = performance.now();
    const value = hash(canvas);
    if (shown.get(canvas) !== value) {
      shown.set(canvas, value);
      pictures.push({ canvas, time });
    }
  };
  const noted = (paint) => function (...args) {
    paint.apply(this, args);
    const { canvas } = this;
    if (painted.has(canvas) || !(canvas instanceof HTMLCanvasElement)) return;
    if (!canvas.closest(".jupyter-matplotlib-canvas-div, .hubble-own-plots")) return;
    painted.add(canvas);
    queueMicrotask(() => note(canvas));
  };
  const context = CanvasRenderingContext2D.prototype;
  context.drawImage = noted(context.drawImage);
  context.putImageData = noted(context.putImageData);
  context.clearRect = noted(context.clearRect); // with which a painting of the marks begins; it is noted when it is over

  const MARKS = "hubble-marks";
  const picturesIn = (root) => {
    const hasMarks = root.querySelector(`.${MARKS}`) !== null;
    const counts = (canvas) => root.contains(canvas) && (!hasMarks || canvas.classList.contains(MARKS));
    return pictures.filter(({ canvas }) => counts(canvas)).map(({ time }) => time);
  };

  // A drag: the mouse goes down on a slider's handle and then, with one event each 16 ms, to and fro around the middle.
  const drag = (handle, events, spacing) => {
    const track = handle.closest(".noUi-base").getBoundingClientRect();
    const y = track.top + track.height / 2;
    const fire = (target, type, x, buttons) => target.dispatchEvent(
      new MouseEvent(type, { bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, buttons }),
    );
    const box = handle.getBoundingClientRect();
    fire(handle, "mousedown", box.left + box.width / 2, 1);
    return new Promise((resolve) => {
      let count = 0;
      const timer = setInterval(() => {
        const turn = (4 * count / events) % 2; // twice there and back
        const x = track.left + track.width * (0.35 + 0.3 * (turn < 1 ? turn : 2 - turn));
        const time = performance.now();
        fire(document.documentElement, "mousemove", x, 1);
        count += 1;
        if (count === events) {
          clearInterval(timer);
          fire(document.documentElement, "mouseup", x, 0);
          resolve(time);
        }
      }, spacing);
    });
  };

  window.timing = {
    drag,
    picturesIn,
    now: () => performance.now(),
    pressed: () => pressed,
    forget: () => { pictures.length = 0; },
    watch: (element) => {
      const noted = [{ time: 0, text: element.textContent }];
      texts.set(element, noted);
      new MutationObserver(() => {
        const text = element.textContent;
        if (text !== noted.at(-1).text) noted.push({ time: performance.now(), text });
      }).observe(element, { subtree: true, childList: true, characterData: true });
    },
    // Without asking again and again, which would take time from what is measured.
    whileTextIs: (element, text) => new Promise((resolve) => {
      const look = () => {
        if (element.textContent.trim() === text) return;
        observer.disconnect();
        resolve();
      };
      const observer = new MutationObserver(look);
      observer.observe(element, { subtree: true, childList: true, characterData: true });
      look();
    }),
    textsSince: (element, since) => texts.get(element).filter(({ time }) => time >= since).map(({ time }) => time),
    lastText: (element) => texts.get(element).at(-1).time,
    lastPicture: (root) => picturesIn(root).at(-1) ?? 0,
  };
})();
