/** A text with a button that copies it: the line %hubblefit, the script. */

import { element, listenToEvents, message, setText, throttled } from "#shared";
import type { Export } from "../text/take_away";

/** Milliseconds for which "Copied" is visible. */
const BRIEFLY = 2500;

/** Milliseconds between two changes of the preview: a training has a new text in each frame. */
const PREVIEW_INTERVAL = 250;

/** Characters of the preview: the layout of thousands of galaxies' numbers would take longer than a training. */
const MAX_PREVIEW = 20_000;

export interface CopyOffer {
  draw(): void;
  stop(): void;
}

/** Shows the text of `exportNow` before the button of this class below `root`; the button copies the text. */
export function offerCopy(
  root: HTMLElement,
  kind: string,
  name: string,
  exportNow: () => Export,
): CopyOffer {
  const status = element("span", { class: "hubble-copied", role: "status" });
  const preview = createPreview(name);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const setStatus = (words: string) => {
    clearTimeout(timer);
    setText(status, words);
  };
  const show = () => {
    const button = root.querySelector(`.${kind}`);
    if (!button) return;
    if (preview.nextElementSibling !== button) button.before(preview);
    if (status.previousElementSibling !== button) button.after(status);
    setText(preview, previewText(exportNow()));
  };
  const draw = throttled(show, PREVIEW_INTERVAL);
  const clicked = async ({ target }: Event) => {
    if (!(target as Element).closest(`.${kind}`)) return;
    show();
    const { text, problem } = exportNow();
    if (problem) setStatus(problem);
    else if (await copy(text, preview)) {
      setStatus(message("Copied"));
      timer = setTimeout(setStatus, BRIEFLY, "");
    } else setStatus(message("Copy the selected text."));
  };
  const end = listenToEvents(root, { click: clicked });
  return {
    draw,
    stop() {
      clearTimeout(timer);
      draw.cancel();
      end();
      status.remove();
      preview.remove();
    },
  };
}

const createPreview = (name: string): HTMLElement =>
  element("pre", {
    class: "hubble-text",
    tabindex: 0, // so that keys can scroll it
    role: "textbox",
    "aria-readonly": "true",
    "aria-label": name,
  });

const previewText = ({ text, problem }: Export): string =>
  text.length > MAX_PREVIEW
    ? message("{text} … (copied as a whole)", { text: text.slice(0, MAX_PREVIEW) })
    : text || problem;

/** A page without HTTPS has no clipboard, and a page in a frame may have no access to it. */
async function copy(text: string, preview: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    setText(preview, text);
    getSelection()?.selectAllChildren(preview);
  }
  try {
    return document.execCommand("copy"); // deprecated, but it works right after a click
  } catch {
    return false;
  }
}
