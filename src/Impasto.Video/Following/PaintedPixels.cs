using Impasto.Imaging;

namespace Impasto.Video.Following;

/// <summary>Each pixel of the frames as it was when it was painted last.</summary>
/// <param name="Number">The frame after which it was so.</param>
/// <param name="Picture">The pixels.</param>
internal sealed record PaintedPixels(int Number, Picture Picture);
