using Impasto.Tiles;

namespace Impasto.Glances;

/// <summary>A part of a picture that is computed at once.</summary>
/// <param name="Seen">What goes into the network, in pixels; on the grid of the deepest layer.</param>
/// <param name="Owned">What it gives to the result; within what is seen.</param>
internal readonly record struct GlancePiece(PixelArea Seen, PixelArea Owned)
{
    /// <summary>Positions of the deepest layer are so many pixels apart.</summary>
    public const int Stride = 8;

    /// <summary>
    /// Pixels around a piece that reach into it: 30 by the encoder and 30 by the decoder, on the grid.
    /// </summary>
    public const int Halo = 64;

    /// <summary>A length on the grid that is not shorter.</summary>
    public static int Padded(int length) => (length + Stride - 1) / Stride * Stride;

    /// <summary>Pieces that together own a picture.</summary>
    /// <param name="width">Columns, on the grid.</param>
    /// <param name="height">Rows, on the grid.</param>
    /// <param name="side">The longest side of what a piece owns, on the grid.</param>
    /// <param name="halo">Pixels that a piece sees around.</param>
    public static IReadOnlyList<GlancePiece> Cut(int width, int height, int side, int halo)
    {
        List<GlancePiece> pieces = [];
        for (int top = 0; top < height; top += side)
        {
            for (int left = 0; left < width; left += side)
            {
                var owned = new PixelArea(left, top, Math.Min(side, width - left), Math.Min(side, height - top));
                int seenLeft = Math.Max(0, left - halo), seenTop = Math.Max(0, top - halo);
                pieces.Add(new GlancePiece(
                    new PixelArea(
                        seenLeft,
                        seenTop,
                        Math.Min(width, left + owned.Width + halo) - seenLeft,
                        Math.Min(height, top + owned.Height + halo) - seenTop),
                    owned));
            }
        }

        return pieces;
    }

    /// <summary>What is owned, as positions of a layer of the piece.</summary>
    /// <param name="stride">Pixels between two positions.</param>
    public PixelArea OwnedAt(int stride) => new(
        (Owned.Left - Seen.Left) / stride,
        (Owned.Top - Seen.Top) / stride,
        Owned.Width / stride,
        Owned.Height / stride);
}
