/** Runs a function once per frame, at most once per interval, or once no more calls come. */

export interface Scheduled {
  (): void;
  /** Drops a pending run. Later calls run again. */
  cancel(): void;
}

/** Any number of calls cause one run, in the next animation frame. */
export function perFrame(run: () => void): Scheduled {
  let frame: number | undefined;
  return scheduled(
    () => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        run();
      });
    },
    () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
    },
  );
}

/** Runs at once, then at most once per interval; a call in between causes a run at its end. */
export function throttled(run: () => void, interval: number): Scheduled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = false;
  const lapse = () => {
    timer = undefined;
    if (waiting) start();
  };
  const start = () => {
    waiting = false;
    timer = setTimeout(lapse, interval);
    run();
  };
  return scheduled(
    () => {
      if (timer === undefined) start();
      else waiting = true;
    },
    () => {
      clearTimeout(timer);
      timer = undefined;
      waiting = false;
    },
  );
}

/** Runs once no call has come for `quiet` milliseconds. */
export function debounced(run: () => void, quiet: number): Scheduled {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return scheduled(
    () => {
      clearTimeout(timer);
      timer = setTimeout(run, quiet);
    },
    () => clearTimeout(timer),
  );
}

export const prefersReducedMotion = (): boolean =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches;

const scheduled = (call: () => void, cancel: () => void): Scheduled =>
  Object.assign(call, { cancel });
