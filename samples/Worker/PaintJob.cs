namespace Impasto.Samples.Worker;

/// <summary>A picture to make.</summary>
/// <param name="Photo">File of the photograph.</param>
/// <param name="Painting">File of the painting.</param>
/// <param name="Result">File to write; an older one is replaced.</param>
public sealed record PaintJob(string Photo, string Painting, string Result);
