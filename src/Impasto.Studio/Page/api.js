// The page's requests to the studio. Every failure becomes an Error with the studio's own sentence.

async function ask(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error('The studio does not answer: is it still running?');
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  const problem = await response.json().catch(() => ({}));
  const sentence = problem.detail ?? `The studio answered ${response.status}.`;
  throw Object.assign(new Error(sentence), { status: response.status });
}

const post = (path, body = {}) => ask(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

export const loadCatalog = () => ask('/api/catalog');
export const createRun = form => ask('/api/runs', { method: 'POST', body: form });
export const listRuns = (search, before) =>
  ask(`/api/runs?limit=48&search=${encodeURIComponent(search)}${before ? `&before=${before}` : ''}`);
export const loadRun = id => ask(`/api/runs/${id}`);
export const deleteRun = id => ask(`/api/runs/${id}`, { method: 'DELETE' });
export const pauseRun = id => post(`/api/runs/${id}/pause`);
export const stopRun = id => post(`/api/runs/${id}/stop`);
export const cancelRun = id => post(`/api/runs/${id}/cancel`);
export const continueRun = (id, changes) => post(`/api/runs/${id}/continue`, changes);
export const repeatRun = (id, changes) => post(`/api/runs/${id}/again`, changes);
export const loadSample = async name => (await fetch(`/api/samples/${encodeURIComponent(name)}`)).blob();

// Receives events while the page is visible: a browser opens only six connections to a server,
// and tabs in the background need none.
export function watch(path, heard) {
  let source = null;
  const open = () => {
    if (document.hidden || source) return;
    source = new EventSource(path);
    source.addEventListener('hello', () => heard.hello?.());
    source.addEventListener('run', event => heard.run(JSON.parse(event.data)));
    source.addEventListener('gone', event => heard.gone?.(JSON.parse(event.data).id));
  };
  const close = () => {
    source?.close();
    source = null;
  };
  const turn = () => (document.hidden ? close() : open());
  document.addEventListener('visibilitychange', turn);
  open();
  return () => {
    document.removeEventListener('visibilitychange', turn);
    close();
  };
}
