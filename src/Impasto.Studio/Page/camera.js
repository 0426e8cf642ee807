// The browser's camera, painted live by the studio: one frame is on its way at a time, always the newest.

import { makePreview } from './api.js';
import { h } from './dom.js';

// As large as a preview.
const longestSide = 512;

const refusals = {
  NotAllowedError: 'The camera was not allowed: the browser asks again from the sign beside the address.',
  NotFoundError: 'The browser found no camera.',
  NotReadableError: 'The camera can’t be used: perhaps another program has it.',
};

async function openCamera() {
  if (!window.isSecureContext) {
    throw new Error('A browser gives a page its camera only at an https address or on this machine (localhost).');
  }
  if (!navigator.mediaDevices?.getUserMedia) throw new Error('This browser gives pages no camera.');
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 } }, audio: false });
  } catch (failure) {
    throw new Error(refusals[failure.name] ?? `The camera can’t be used: ${failure.message}`);
  }
}

function still(video, side, quality) {
  const factor = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight));
  const canvas = h('canvas', {
    width: Math.max(1, Math.round(video.videoWidth * factor)),
    height: Math.max(1, Math.round(video.videoHeight * factor)),
  });
  canvas.getContext('2d').drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob(blob => (blob
      ? done(new File([blob], 'camera.jpg', { type: 'image/jpeg' }))
      : failed(new Error('The browser can’t make a picture of the camera.'))), 'image/jpeg', quality);
  });
}

const pause = milliseconds => new Promise(done => { setTimeout(done, milliseconds); });

// Asks for a photograph; gives a file, or null. collect: makes the form of a frame, null without a painting.
export function takePhotograph(collect) {
  return new Promise(resolve => {
    const ended = new AbortController();
    const video = h('video', { muted: true, playsInline: true, autoplay: true, 'aria-label': 'The camera' });
    const painted = h('img', { alt: 'The camera, painted', hidden: true });
    const words = h('p', { class: 'hint', role: 'status' }, 'The browser asks whether the camera may be used.');
    const take = h('button', {
      type: 'button', class: 'primary', disabled: true,
      onclick: async () => end(await still(video, Infinity, 0.95)),
    }, 'Take this photograph');
    const dialog = h('dialog', {
      class: 'mask-dialog camera-dialog', 'aria-label': 'Camera', oncancel: () => end(null),
    },
      h('div', { class: 'mask-tools' }, words, h('span', { class: 'gap' }),
        h('button', { type: 'button', onclick: () => end(null) }, 'Leave'), take),
      h('div', { class: 'camera-views' }, painted, video));
    const leave = () => end(null);
    let stream = null;
    const stop = () => stream?.getTracks().forEach(track => track.stop());
    const end = result => {
      if (ended.signal.aborted) return;
      ended.abort();
      stop();
      window.removeEventListener('hashchange', leave);
      if (painted.src) URL.revokeObjectURL(painted.src);
      dialog.close();
      dialog.remove();
      resolve(result);
    };
    const begin = async () => {
      try {
        stream = await openCamera();
        if (ended.signal.aborted) return stop();
        video.srcObject = stream;
        await video.play();
        take.disabled = false;
        await paint(video, painted, words, collect, ended.signal);
      } catch (failure) {
        if (!ended.signal.aborted) words.textContent = failure.message;
      }
    };
    window.addEventListener('hashchange', leave);
    document.body.append(dialog);
    dialog.showModal();
    begin();
  });
}

async function paint(video, painted, words, collect, signal) {
  while (!signal.aborted) {
    const began = performance.now();
    const form = await collect(await still(video, longestSide, 0.85));
    if (signal.aborted) return;
    if (form === null) {
      words.textContent = 'With a painting chosen, this shows the camera painted.';
      return;
    }
    try {
      const made = await makePreview(form, signal);
      if (signal.aborted) return;
      if (painted.src) URL.revokeObjectURL(painted.src);
      painted.src = URL.createObjectURL(made);
      painted.hidden = false;
      const seconds = (performance.now() - began) / 1000;
      words.textContent = seconds > 1
        ? `Painted live, a picture in ${seconds.toFixed(1)} s.`
        : `Painted live, ${(1 / seconds).toFixed(1)} pictures a second.`;
    } catch (failure) {
      if (signal.aborted) return;
      words.textContent = failure.message;
      await pause(1000);
    }
  }
}
