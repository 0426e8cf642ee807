using Impasto.Jobs;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Painting;

/// <summary>A painted run.</summary>
/// <param name="Painting">The picture, and how the run ended.</param>
/// <param name="Status">The status that the run gets.</param>
/// <param name="Stored">The files of its result.</param>
internal sealed record PaintedRun(PaintingResult Painting, RunStatus Status, StoredResult Stored);
