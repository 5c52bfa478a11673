/** Plays tones by Web Audio. */

import type { Tone } from "./tones";

const LOUDNESS = 0.15;
/** A rough tone has overtones, which make it louder. */
const ROUGH_LOUDNESS = 0.08;
/** Seconds in which a tone gets loud, and silent again. A faster change is audible as a click. */
const FADE = 0.02;

/** Schedules all tones, the first one now. Calls `ended` after the last. */
export function play(
  context: BaseAudioContext,
  tones: readonly Tone[],
  ended: () => void = () => {},
): void {
  const start = context.currentTime + FADE;
  let left = tones.length;
  if (left === 0) ended();
  for (const { at, seconds, hertz, isRough } of tones) {
    const [begin, end] = [start + at, start + at + seconds];
    const loudness = isRough ? ROUGH_LOUDNESS : LOUDNESS;
    const voice = new OscillatorNode(context, { type: isRough ? "sawtooth" : "sine" });
    const volume = new GainNode(context);
    const { gain } = volume;
    voice.connect(volume).connect(context.destination);
    hertz.forEach((pitch, index) => {
      const when = begin + (index * seconds) / (hertz.length - 1 || 1);
      if (index) voice.frequency.exponentialRampToValueAtTime(pitch, when);
      else voice.frequency.setValueAtTime(pitch, when);
    });
    gain.setValueAtTime(0, begin);
    gain.linearRampToValueAtTime(loudness, begin + FADE);
    gain.setValueAtTime(loudness, end - FADE);
    gain.linearRampToValueAtTime(0, end);
    voice.start(begin);
    voice.stop(end);
    voice.onended = () => {
      left -= 1;
      if (left === 0) ended();
    };
  }
}
