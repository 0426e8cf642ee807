using Impasto.Imaging;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Painting;

/// <summary>How far a run is at one moment.</summary>
/// <param name="Progress">The latest step; null before the first.</param>
/// <param name="Curve">The losses so far.</param>
/// <param name="Picture">A new frame; null if there is none since the last snapshot.</param>
/// <param name="Frame">Number of the newest frame, a new one included.</param>
internal sealed record ProgressSnapshot(RunProgress? Progress, RunCurve Curve, Picture? Picture, long Frame);
