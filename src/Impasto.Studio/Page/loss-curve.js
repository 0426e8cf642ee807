// The loss, step by step, on a logarithmic scale.

import { svg } from './dom.js';

const width = 320;
const height = 110;

export class LossCurve {
  constructor() {
    this.points = [];
    this.line = svg('path', { class: 'curve' });
    this.area = svg('path', { class: 'curve-area' });
    this.element = svg('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', class: 'loss', preserveAspectRatio: 'none' }, this.area, this.line);
    this.draw();
  }

  set(points) {
    this.points = points;
    this.draw();
  }

  add(step, loss) {
    if (!(loss > 0) || this.points.at(-1)?.[0] >= step) return;
    this.points.push([step, loss]);
    this.draw();
  }

  draw() {
    const points = this.points.filter(([, loss]) => loss > 0);
    if (points.length < 2) {
      this.element.setAttribute('aria-label', 'The loss: nothing yet.');
      return;
    }
    const logs = points.map(([, loss]) => Math.log(loss));
    const low = Math.min(...logs), high = Math.max(...logs);
    const first = points[0][0], last = points.at(-1)[0];
    const at = points.map(([step], i) => [
      (step - first) / (last - first) * width, 6 + (high - logs[i]) / (high - low || 1) * (height - 12)]);
    const path = at.map(([x, y], i) => `${i ? 'L' : 'M'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
    this.line.setAttribute('d', path);
    this.area.setAttribute('d', `${path}L${width} ${height}L0 ${height}Z`);
    this.element.setAttribute('aria-label', `The loss fell from ${points[0][1].toPrecision(3)} to ${points.at(-1)[1].toPrecision(3)}.`);
  }
}
