using Impasto.Imaging;
using Impasto.Moments;

namespace Impasto.Glances;

/// <summary>How much each position of a picture's features belongs to a part of it.</summary>
/// <param name="Deep">At conv4_1: means over 8 x 8 pixels.</param>
/// <param name="Fine">At conv3_4 and of the colours: means over 4 x 4 pixels.</param>
internal sealed record GlanceGuide(PositionWeights Deep, PositionWeights Fine)
{
    /// <summary>A part by its pixels.</summary>
    /// <param name="weights">How much each pixel belongs to it, height x width.</param>
    /// <param name="size">The picture's size.</param>
    public static GlanceGuide Of(float[] weights, PictureSize size)
    {
        int width = GlancePiece.Padded(size.Width), height = GlancePiece.Padded(size.Height);
        return new GlanceGuide(At(GlancePiece.Stride), At(GlancePiece.Stride / 2));

        PositionWeights At(int stride) =>
            PositionWeights.Pooled(weights, size.Width, stride, width / stride, height / stride);
    }

    /// <summary>The same, seen from a corner of a piece.</summary>
    /// <param name="left">Columns of pixels before it, on the grid.</param>
    /// <param name="top">Rows of pixels before it, on the grid.</param>
    public GlanceGuide From(int left, int top) => new(
        Deep with { Left = left / GlancePiece.Stride, Top = top / GlancePiece.Stride },
        Fine with { Left = left * 2 / GlancePiece.Stride, Top = top * 2 / GlancePiece.Stride });
}
