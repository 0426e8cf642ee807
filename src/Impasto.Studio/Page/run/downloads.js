// The result as files: every format is made by the studio when it is asked for.

import { h, newId } from '../dom.js';

const names = { png: 'PNG', jpg: 'JPEG', tif: 'TIFF, 16 bit', webp: 'WebP', mp4: 'MP4', webm: 'WebM', mkv: 'Matroska' };
const lossy = ['jpg', 'webp'];
const usualQuality = 95;
const usualDpi = 300, mostDpi = 10000, cmPerInch = 2.54;

const address = (run, format, wish = {}) => {
  const query = new URLSearchParams({ download: '', ...wish });
  return `/api/runs/${run.id}/result.${format}?${query}`;
};

export function downloads(run) {
  const links = new Map(run.formats.map(format => [format, h('a', {
    class: 'button', href: address(run, format), download: '',
  }, names[format] ?? format)]));
  return h('section', { class: 'panel', 'aria-label': 'Download' }, h('h2', {}, 'Download'),
    h('div', { class: 'row' }, [...links.values()]),
    !run.clip && quality(run, links),
    !run.clip && paper(run));
}

// How good the formats are that leave something out.
function quality(run, links) {
  const offered = lossy.filter(format => links.has(format));
  if (offered.length === 0) return null;
  const id = newId('quality');
  const input = h('input', {
    type: 'number', id, min: '1', max: '100', step: '1', value: String(usualQuality), 'aria-describedby': `${id}-help`,
    oninput: () => {
      const wish = input.checkValidity() && input.value ? { quality: input.value } : {};
      for (const format of offered) links.get(format).href = address(run, format, wish);
    },
  });
  return h('div', { class: 'row fact-row' },
    h('label', { for: id }, `Quality of ${offered.map(format => names[format]).join(' and ')}`), input,
    h('span', { class: 'hint', id: `${id}-help` }, '1 to 100; less makes the file smaller'));
}

// The same pixels with a size on paper.
function paper(run) {
  const id = newId('paper');
  const format = run.formats.includes('tif') ? 'tif' : run.formats[0];
  const link = h('a', { class: 'button', download: '' }, 'Download for paper');
  const output = h('output', { for: id });
  const input = h('input', {
    type: 'number', id, min: '0.1', step: '0.1', value: (run.width / usualDpi * cmPerInch).toFixed(1),
    oninput: () => show(),
  });
  const show = () => {
    const dpi = run.width / (Number(input.value) / cmPerInch);
    const isFit = dpi >= 1 && dpi <= mostDpi;
    output.textContent = isFit ? `${Math.round(dpi)} dots an inch` : 'no size for this picture';
    if (isFit) link.href = address(run, format, { dpi: dpi.toFixed(2) });
    else link.removeAttribute('href');
  };
  show();
  return h('div', { class: 'row fact-row' }, h('label', { for: id }, 'Width on paper in cm'), input, output, link);
}
