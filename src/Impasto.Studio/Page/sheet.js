// One picture of several results in rows, each with its label below, as the command's sweep makes; drawn by the browser.

import { h } from './dom.js';

const cell = 320, gap = 16, line = 36, mostColumns = 8, textSize = 18;

async function load(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

// pictures: their addresses and labels.
export async function downloadSheet(name, pictures) {
  const columns = Math.min(mostColumns, pictures.length);
  const rows = Math.ceil(pictures.length / columns);
  const first = await load(pictures[0].url);
  const height = Math.min(cell, Math.round(cell * first.naturalHeight / first.naturalWidth));
  const canvas = h('canvas', {
    width: columns * (cell + gap) + gap, height: rows * (height + line + gap) + gap,
  });
  const sheet = canvas.getContext('2d');
  sheet.fillStyle = '#fff';
  sheet.fillRect(0, 0, canvas.width, canvas.height);
  sheet.fillStyle = '#1f2430';
  sheet.font = `${textSize}px system-ui, sans-serif`;
  sheet.textAlign = 'center';
  for (const [index, { url, label }] of pictures.entries()) {
    // One after the other: all at once might not fit into memory.
    const image = await load(url);
    const scale = Math.min(cell / image.naturalWidth, height / image.naturalHeight);
    const [wide, high] = [image.naturalWidth * scale, image.naturalHeight * scale];
    const [x, y] = [gap + (index % columns) * (cell + gap), gap + Math.floor(index / columns) * (height + line + gap)];
    sheet.drawImage(image, x + (cell - wide) / 2, y + (height - high) / 2, wide, high);
    sheet.fillText(label, x + cell / 2, y + height + line - textSize / 2, cell);
  }
  const blob = await new Promise(done => canvas.toBlob(done, 'image/png'));
  const url = URL.createObjectURL(blob);
  h('a', { href: url, download: `${name}.png` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
