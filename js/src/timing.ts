/** When things happen: once per frame, at most once per interval, or once things are quiet. */

export interface Scheduled {
  (): void;
  /** Forget what is pending; a later call starts afresh. */
  cancel(): void;
}

/** Many calls, one run, in the next animation frame. */
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

/** Runs at once, then at most once per interval; a call in between is made up for at its end. */
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

/** Runs once, when no call has come for `quiet` milliseconds. */
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

function scheduled(call: () => void, cancel: () => void): Scheduled {
  return Object.assign(call, { cancel });
}
