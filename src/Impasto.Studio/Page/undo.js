// What was given up or deleted comes back by Undo for a while: the studio is asked only afterwards.

import { announce, h } from './dom.js';

const patience = 10_000;

const waiting = new Set();
const bar = h('div', { class: 'undo', role: 'region', 'aria-label': 'Undo', hidden: true });
document.body.append(bar);

// key: the run. said: what was done, as a sentence. act: does it for good, and may be called while the page closes.
// back: takes it back.
export function later(key, said, act, back) {
  forget(key);
  const change = { key, said, act, back, timer: setTimeout(() => end(change), patience) };
  waiting.add(change);
  announce(`${said} Undo is possible for ${patience / 1000} seconds.`);
  show();
}

// The run does something else now.
export function forget(key) {
  for (const change of waiting) {
    if (change.key !== key) continue;
    clearTimeout(change.timer);
    waiting.delete(change);
  }
  show();
}

async function end(change) {
  if (!waiting.delete(change)) return;
  clearTimeout(change.timer);
  show();
  try {
    await change.act();
  } catch (failure) {
    if (failure.status === 404) return;
    announce(failure.message);
    await change.back();
  }
}

async function undo() {
  const changes = [...waiting];
  waiting.clear();
  show();
  announce('Undone.');
  for (const change of changes) {
    clearTimeout(change.timer);
    await change.back();
  }
}

function show() {
  const { size } = waiting;
  bar.hidden = size === 0;
  const latest = [...waiting].at(-1);
  if (latest) {
    bar.replaceChildren(h('span', {}, size > 1 ? `${latest.said} ${size} changes in all.` : latest.said),
      h('button', { type: 'button', onclick: undo }, size > 1 ? 'Undo all' : 'Undo'));
  }
}

addEventListener('pagehide', () => [...waiting].forEach(end));
