// The loss and its terms, step by step, on a logarithmic scale.

import { h, svg } from './dom.js';

const width = 320;
const height = 110;
const margin = 6;
const colours = 6;

export class LossCurve {
  constructor() {
    this.names = [];
    this.points = [];
    this.drawing = svg('svg', {
      viewBox: `0 0 ${width} ${height}`, role: 'img', class: 'loss', preserveAspectRatio: 'none',
    });
    this.legend = h('ul', { class: 'legend' });
    this.element = h('div', { class: 'losses' }, this.drawing, this.legend);
    this.draw();
  }

  // names: those of the terms; points: a step, its total loss, and a number for each name.
  set(names, points) {
    this.names = names;
    this.points = points;
    this.draw();
  }

  add(step, loss, terms) {
    if (!(loss > 0) || this.points.at(-1)?.[0] >= step) return;
    const names = terms.map(term => term.name);
    if (names.join() !== this.names.join()) {
      // Other terms than before: of earlier points only the total stays.
      this.names = names;
      this.points = this.points.map(point => point.slice(0, 2));
    }
    this.points.push([step, loss, ...terms.map(term => term.value)]);
    this.draw();
  }

  draw() {
    const points = this.points.filter(([, loss]) => loss > 0);
    const enough = points.length > 1;
    this.drawing.setAttribute('aria-label', enough
      ? `The loss went from ${points[0][1].toPrecision(3)} to ${points.at(-1)[1].toPrecision(3)}.`
      : 'The loss: nothing yet.');
    // A term that is 0 throughout, because its weight is, has no line.
    const shown = enough ? this.names.map((name, i) => ({ name, column: i + 2 }))
      .filter(({ column }) => points.some(point => point[column] > 0)) : [];
    this.drawing.replaceChildren(...enough ? this.lines(points, shown) : []);
    this.legend.hidden = shown.length < 2;
    this.legend.replaceChildren(...shown.map(({ name, column }) => h('li', { class: colour(column) }, name)));
  }

  lines(points, shown) {
    const values = points.flatMap(point => point.slice(1)).filter(value => value > 0);
    const high = Math.log(Math.max(...values));
    // Terms that fade away must not flatten all others.
    const low = Math.max(Math.log(Math.min(...values)), high - Math.log(1e5));
    const first = points[0][0], last = points.at(-1)[0];
    const place = (step, value) => {
      const x = (step - first) / (last - first) * width;
      const share = Math.min(1, (high - Math.log(value)) / (high - low || 1));
      return `${x.toFixed(1)} ${(margin + share * (height - 2 * margin)).toFixed(1)}`;
    };
    const path = column => points.filter(point => point[column] > 0)
      .map((point, i) => `${i ? 'L' : 'M'}${place(point[0], point[column])}`).join('');
    const total = path(1);
    return [
      svg('path', { class: 'curve-area', d: `${total}L${width} ${height}L0 ${height}Z` }),
      ...shown.map(({ column }) => svg('path', { class: `curve-term ${colour(column)}`, d: path(column) })),
      svg('path', { class: 'curve', d: total }),
    ];
  }
}

const colour = column => `term-${(column - 2) % colours}`;
