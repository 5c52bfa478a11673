/** Colors as CSS computes them, their luminance and contrast (by the definitions of WCAG 2). */

export interface Color {
  /** Red, green, blue from 0 to 255; alpha from 0 to 1. */
  red: number;
  green: number;
  blue: number;
  alpha: number;
}

const HEX = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i;
const RGB = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)(?:[\s,/]+([\d.]+)(%?))?\s*\)$/;
const SRGB = /^color\(srgb\s+([\d.e-]+)\s+([\d.e-]+)\s+([\d.e-]+)(?:\s*\/\s*([\d.e-]+)(%?))?\s*\)$/;

/** Null for a notation that is rare in computed styles, such as lab(). */
export function parseColor(text: string): Color | null {
  const value = text.trim().toLowerCase();
  if (value === "transparent") return { red: 0, green: 0, blue: 0, alpha: 0 };
  const hex = HEX.exec(value);
  if (hex) return fromParts(hex, (part) => Number.parseInt(part, 16));
  const rgb = RGB.exec(value);
  if (rgb) return fromParts(rgb, Number);
  const srgb = SRGB.exec(value);
  return srgb ? fromParts(srgb, (part) => 255 * Number(part)) : null;
}

function fromParts(match: RegExpExecArray, channel: (part: string) => number): Color {
  const [, red = "0", green = "0", blue = "0", alpha, percent] = match;
  return {
    red: channel(red),
    green: channel(green),
    blue: channel(blue),
    alpha: alpha === undefined ? 1 : Number(alpha) / (percent ? 100 : 1),
  };
}

/** `top` painted on an opaque `bottom`. */
export function paintOver(top: Color, bottom: Color): Color {
  const mix = (above: number, below: number) => above * top.alpha + below * (1 - top.alpha);
  return {
    red: mix(top.red, bottom.red),
    green: mix(top.green, bottom.green),
    blue: mix(top.blue, bottom.blue),
    alpha: 1,
  };
}

export function toHex({ red, green, blue }: Color): string {
  const pair = (channel: number) => Math.round(channel).toString(16).padStart(2, "0");
  return `#${pair(red)}${pair(green)}${pair(blue)}`;
}

/** Relative luminance, 0 for black to 1 for white. */
export function luminance({ red, green, blue }: Color): number {
  const linear = (channel: number) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

export function contrast(one: Color, other: Color): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/**
 * The luminance at which black and white text have the same contrast:
 * (L + 0.05) / 0.05 = 1.05 / (L + 0.05). Below it, light text reads better.
 */
const EQUAL_CONTRAST = Math.sqrt(0.05 * 1.05) - 0.05;

export const isDark = (background: Color): boolean => luminance(background) < EQUAL_CONTRAST;
