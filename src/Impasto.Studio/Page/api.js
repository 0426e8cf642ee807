// The page's requests to the studio. Every failure becomes an Error with the studio's own sentence.

import { showAway } from './dom.js';

async function ask(path, options, read = response => response.json()) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    showAway(true);
    throw new Error('The studio does not answer: is it still running?');
  }
  showAway(false);
  if (response.ok) return response.status === 204 ? null : read(response);
  const problem = await response.json().catch(() => ({}));
  const sentence = problem.detail ?? `The studio answered ${response.status}.`;
  throw Object.assign(new Error(sentence), { status: response.status, errors: problem.errors ?? [] });
}

const post = (path, body = {}, others = { keepalive: true }) => ask(path, {
  method: 'POST',
  ...others,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const loadCatalog = () => ask('/api/catalog');
export const createRun = form => ask('/api/runs', { method: 'POST', body: form });
export const createBatch = form => ask('/api/batches', { method: 'POST', body: form });
export const loadBatch = id => ask(`/api/batches/${id}`);
// change: pause, continue or cancel.
export const changeBatch = (id, change) => post(`/api/batches/${id}/${change}`);
export const deleteBatch = id => ask(`/api/batches/${id}`, { method: 'DELETE', keepalive: true });
export const makePreview = (form, signal) =>
  ask('/api/glance', { method: 'POST', body: form, signal }, response => response.blob());
export const makePlans = (wanted, signal) => post('/api/plan', wanted, { signal });
// query: what is wanted, as URLSearchParams. before: next of the page before; null for the first page.
export const listRuns = (query, before) => {
  const asked = new URLSearchParams(query);
  asked.set('limit', '48');
  if (before) asked.set('before', before);
  return ask(`/api/runs?${asked}`);
};
const sendFile = (path, file) => ask(`${path}?name=${encodeURIComponent(file.name)}`, {
  method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file,
});
export const readRecipe = file => sendFile('/api/recipes/read', file);
export const lookAtFile = file => sendFile('/api/look', file);
export const setFavorite = (id, isFavorite) =>
  ask(`/api/runs/${id}/favorite`, { method: isFavorite ? 'PUT' : 'DELETE' });
export const loadRun = id => ask(`/api/runs/${id}`);
// Also while the page closes.
export const deleteRun = id => ask(`/api/runs/${id}`, { method: 'DELETE', keepalive: true });
export const pauseRun = id => post(`/api/runs/${id}/pause`);
export const stopRun = id => post(`/api/runs/${id}/stop`);
export const cancelRun = id => post(`/api/runs/${id}/cancel`);
export const continueRun = (id, changes) => post(`/api/runs/${id}/continue`, changes);
export const planContinuation = (id, changes) => post(`/api/runs/${id}/continuation`, changes);
export const repeatRun = (id, changes) => post(`/api/runs/${id}/again`, changes);
export const loadQueue = () => ask('/api/queue');
export const moveRun = (id, where) => post(`/api/queue/${id}/${where}`);
export const cancelWaiting = () => post('/api/queue/cancel');
export const loadSample = async name => (await fetch(`/api/samples/${encodeURIComponent(name)}`)).blob();

export const retryEvery = 3000;
const pollEvery = 5000;

// Receives the events of all runs while the page is visible: a browser opens only six connections to a server. A tab in
// the background asks now and then instead, because its title is still in sight.
export function watch(heard) {
  let source = null;
  let again = null;
  let poll = null;
  const open = () => {
    if (document.hidden || source) return;
    source = new EventSource('/api/events');
    source.addEventListener('hello', () => {
      showAway(false);
      heard.hello();
    });
    source.addEventListener('run', event => heard.run(JSON.parse(event.data)));
    source.addEventListener('gone', event => heard.gone(JSON.parse(event.data).id));
    source.addEventListener('error', () => {
      showAway(true);
      heard.away?.();
      // After an answer that is no stream, a browser does not connect again by itself.
      if (source?.readyState !== EventSource.CLOSED) return;
      close();
      again = setTimeout(open, retryEvery);
    });
  };
  const close = () => {
    clearTimeout(again);
    source?.close();
    source = null;
  };
  const turn = () => {
    clearInterval(poll);
    if (!document.hidden) return open();
    close();
    poll = setInterval(heard.hello, pollEvery);
  };
  document.addEventListener('visibilitychange', turn);
  open();
  return () => {
    document.removeEventListener('visibilitychange', turn);
    clearInterval(poll);
    close();
  };
}
