using Impasto.Imaging;

namespace Impasto.Video.Following;

/// <summary>A frame at the size at which it is painted, and its result.</summary>
/// <param name="Number">The frame's number; the clip's first is 0.</param>
/// <param name="Frame">The frame.</param>
/// <param name="Result">Its result.</param>
internal sealed record PaintedFrame(int Number, Picture Frame, Picture Result);
