/** A picture that changes are painted on, one in the place of the other, and which parts of it they alter. */

/** A picture, and the parts of it that are not as they were. */
export interface Repainted {
  picture: ImageData;
  parts: Part[];
}

interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Easel {
  /** Paints a change in the place of the one before; `columns` are the steps from pixel to pixel, then their colours. */
  paint(columns: Uint32Array): Repainted;
}

/** Of a picture some megabytes large only the pixels that a change names are touched, and only what they alter is handed on. */
export function createEasel(picture: ImageData): Easel {
  const pixels = new Uint32Array(picture.data.buffer);
  const whole = pixels.slice();
  let before: Uint32Array = new Uint32Array(0); // the places that the last change has painted
  return {
    paint(columns) {
      const count = columns.length / 2;
      if (!Number.isInteger(count)) throw new RangeError("a step or a colour is missing");
      const places = sums(columns.subarray(0, count));
      const colours = columns.subarray(count);
      const seen = coloursAt(pixels, places);
      const seenBefore = coloursAt(pixels, before);
      for (const place of before) pixels[place] = whole[place] as number;
      places.forEach((place, index) => {
        pixels[place] = colours[index] as number;
      });
      const tiles = createTiles(picture);
      tiles.mark(places, seen, colours);
      tiles.mark(before, seenBefore, coloursAt(pixels, before));
      before = places;
      return { picture, parts: tiles.marked() };
    },
  };
}

function sums(steps: Uint32Array): Uint32Array {
  let sum = 0;
  return steps.map((step) => {
    sum += step;
    return sum;
  });
}

function coloursAt(pixels: Uint32Array, places: Uint32Array): Uint32Array {
  return places.map((place) => pixels[place] as number);
}

const TILE = 128;

/** The squares that a picture is divided into: a line that moves alters few of them. */
function createTiles({ width, height }: ImageData) {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const altered = new Uint8Array(columns * rows);
  return {
    /** Marks the tiles of the places where two colours differ. */
    mark(places: Uint32Array, some: Uint32Array, others: Uint32Array): void {
      places.forEach((place, index) => {
        if (some[index] === others[index]) return;
        const y = Math.floor(place / width);
        altered[Math.floor(y / TILE) * columns + Math.floor((place - y * width) / TILE)] = 1;
      });
    },
    /** Returns the marked tiles; neighbours in a row are one part. */
    marked(): Part[] {
      const parts: Part[] = [];
      for (let row = 0; row < rows; row += 1) {
        const y = row * TILE;
        for (let column = 0; column < columns; column += 1) {
          if (!altered[row * columns + column]) continue;
          const first = column;
          while (column + 1 < columns && altered[row * columns + column + 1]) column += 1;
          const x = first * TILE;
          const right = Math.min((column + 1) * TILE, width);
          parts.push({ x, y, width: right - x, height: Math.min(TILE, height - y) });
        }
      }
      return parts;
    },
  };
}
