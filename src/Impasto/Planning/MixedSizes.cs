using Impasto.Imaging;

namespace Impasto.Planning;

/// <summary>The sizes of a painting and of the one whose strokes it gets.</summary>
/// <param name="Style">The painting with the forms.</param>
/// <param name="Strokes">The painting with the strokes.</param>
internal sealed record MixedSizes(PictureSize Style, PictureSize Strokes)
{
    /// <summary>The sizes of a style's pictures; null if the style keeps its own strokes.</summary>
    public static MixedSizes? Of(WeightedStyle style) =>
        style.FineStrokes is { } strokes ? new MixedSizes(style.Picture.Size, strokes.Size) : null;
}
