// What the browser's tab shows of a run: how far it is in the icon, and a message when it is done.

import { h } from './dom.js';

const side = 64;
const icon = document.querySelector('link[rel=icon]');
const usual = icon.getAttribute('href');
let drawn = null;

// share: 0 to 1; null for the usual icon.
export function showShare(share) {
  const percent = share === null ? null : Math.round(100 * share);
  if (percent === drawn) return;
  drawn = percent;
  if (percent === null) {
    icon.href = usual;
    return;
  }
  const canvas = h('canvas', { width: side, height: side });
  const ring = canvas.getContext('2d');
  ring.lineWidth = side / 5;
  for (const [color, end] of [['#9aa0ac', 1], ['#d65428', share]]) {
    ring.strokeStyle = color;
    ring.beginPath();
    ring.arc(side / 2, side / 2, side * 0.38, -Math.PI / 2, (2 * end - 0.5) * Math.PI);
    ring.stroke();
  }
  icon.href = canvas.toDataURL('image/png');
}

// Whether the browser can tell somebody who does other things meanwhile.
export const canTell = () => 'Notification' in window && Notification.permission !== 'denied';
export const tells = () => 'Notification' in window && Notification.permission === 'granted';
export const askToTell = async () => await Notification.requestPermission() === 'granted';

// A message for somebody who does not look; a click on it comes back to the page.
export function tell(title, text, picture) {
  if (!tells() || !document.hidden) return;
  try {
    const message = new Notification(title, { body: text, icon: picture, tag: location.hash });
    message.onclick = () => { window.focus(); message.close(); };
  } catch {
    // Some browsers of phones only tell from service workers.
  }
}
