// The newest picture of a run: its result, what is painted so far, or the photograph.

export function pictureOf(run) {
  const format = ['jpg', 'png'].find(one => run.formats.includes(one));
  if (format) return `/api/runs/${run.id}/result.${format}`;
  return run.frame ? `/api/runs/${run.id}/frame?n=${run.frame}` : `/api/runs/${run.id}/content`;
}
