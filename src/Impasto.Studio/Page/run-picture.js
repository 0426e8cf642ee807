// The newest small picture of a run: of its result, of what is painted so far, or of the photograph.

export const pictureOf = run =>
  `/api/runs/${run.id}/thumbnail?n=${run.formats.length > 0 ? 0 : run.frame + 1}`;
