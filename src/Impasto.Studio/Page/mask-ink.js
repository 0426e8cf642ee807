// A mask: one number from 0 to 255 for each pixel, with a way back. No part of the page.

const mostStates = 50;

export class MaskInk {
  constructor(width, height) {
    [this.width, this.height] = [width, height];
    this.values = new Uint8ClampedArray(width * height);
    [this.past, this.future] = [[], []];
  }

  // Begins a change that one undo takes back.
  mark() {
    this.past.push(this.values.slice());
    if (this.past.length > mostStates) this.past.shift();
    this.future = [];
  }

  undo() {
    return this.turn(this.past, this.future);
  }

  redo() {
    return this.turn(this.future, this.past);
  }

  turn(from, to) {
    if (from.length === 0) return false;
    to.push(this.values);
    this.values = from.pop();
    return true;
  }

  // A line with a round brush: full inside, fading over the soft share of its radius.
  stroke([x0, y0], [x1, y1], size, soft, erases) {
    const apart = Math.max(1, size / 8);
    const count = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / apart));
    for (let i = 0; i <= count; i += 1) {
      this.stamp(x0 + (x1 - x0) * i / count, y0 + (y1 - y0) * i / count, size / 2, soft, erases);
    }
  }

  stamp(x, y, radius, soft, erases) {
    const fade = Math.max(1, radius * soft);
    const [left, right] = range(x, radius, this.width), [top, bottom] = range(y, radius, this.height);
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) {
        const inside = (radius + 0.5 - Math.hypot(column + 0.5 - x, row + 0.5 - y)) / fade;
        if (inside > 0) this.put(row * this.width + column, 255 * smooth(Math.min(1, inside)), erases);
      }
    }
  }

  put(index, value, erases) {
    this.values[index] = erases ? Math.min(this.values[index], 255 - value) : Math.max(this.values[index], value);
  }

  // shape: RGBA of the mask's size, whose alpha is drawn.
  drawAlpha(shape, erases) {
    for (let i = 0; i < this.values.length; i += 1) if (shape[4 * i + 3]) this.put(i, shape[4 * i + 3], erases);
  }

  // Everything that hangs together with a pixel and has nearly its colour; photo: RGBA of the mask's size.
  flood(x, y, photo, tolerance, erases) {
    const { width, height } = this;
    const start = Math.floor(y) * width + Math.floor(x);
    const [red, green, blue] = photo.subarray(4 * start, 4 * start + 3);
    const isNear = pixel => Math.max(
      Math.abs(photo[4 * pixel] - red), Math.abs(photo[4 * pixel + 1] - green), Math.abs(photo[4 * pixel + 2] - blue),
    ) <= tolerance;
    const seen = new Uint8Array(width * height);
    const waiting = [start];
    seen[start] = 1;
    while (waiting.length > 0) {
      const pixel = waiting.pop();
      this.put(pixel, 255, erases);
      const column = pixel % width;
      for (const next of [
        column > 0 ? pixel - 1 : -1, column < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width,
      ]) {
        if (next < 0 || next >= width * height || seen[next]) continue;
        seen[next] = 1;
        if (isNear(next)) waiting.push(next);
      }
    }
  }

  fill(value) {
    this.values.fill(value);
  }

  invert() {
    for (let i = 0; i < this.values.length; i += 1) this.values[i] = 255 - this.values[i];
  }

  // Takes the brightness of a picture's RGBA, of the mask's size; what is transparent is black.
  load(picture) {
    for (let i = 0; i < this.values.length; i += 1) {
      const at = 4 * i;
      const light = 0.2126 * picture[at] + 0.7152 * picture[at + 1] + 0.0722 * picture[at + 2];
      this.values[i] = light * picture[at + 3] / 255;
    }
  }

  // RGBA of one colour whose alpha is a share of the mask's value.
  pixels([red, green, blue], share) {
    return this.image(value => [red, green, blue, share * value]);
  }

  greys() {
    return this.image(value => [value, value, value, 255]);
  }

  // A pixel for each value; there are only 256 different ones.
  image(colorOf) {
    const image = new ImageData(this.width, this.height);
    const bytes = Uint8ClampedArray.from(Array.from({ length: 256 }, (_, value) => colorOf(value)).flat());
    const colors = new Uint32Array(bytes.buffer);
    const words = new Uint32Array(image.data.buffer);
    for (let i = 0; i < words.length; i += 1) words[i] = colors[this.values[i]];
    return image;
  }
}

const range = (centre, radius, most) =>
  [Math.max(0, Math.floor(centre - radius - 1)), Math.min(most, Math.ceil(centre + radius + 1))];

const smooth = part => part * part * (3 - 2 * part);
