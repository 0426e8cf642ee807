namespace Impasto.Studio.Painting;

/// <summary>What came of painting a run.</summary>
/// <param name="Result">The picture and how the run ended.</param>
/// <param name="NetworkSha256">Identity of the weights.</param>
internal sealed record PaintedRun(StylizeResult Result, string NetworkSha256);
