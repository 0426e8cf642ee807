using Impasto.Color;
using Impasto.Imaging;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>The point at which a run begins.</summary>
/// <param name="options">Which picture it is.</param>
/// <param name="space">What a point is.</param>
/// <param name="scaler">Brings pictures to size.</param>
internal sealed class BeginningPoint(StylizeOptions options, PixelSpace space, PictureScaler scaler)
{
    /// <summary>Fills the point of the first scale.</summary>
    /// <param name="point">Receives it.</param>
    /// <param name="content">The content at that size.</param>
    /// <param name="styles">The paintings.</param>
    /// <param name="store">Where resized pictures lie.</param>
    public void Fill(PixelBuffer point, ScaledPicture content, IReadOnlyList<WeightedStyle> styles, PixelStore store)
    {
        (int Width, int Height) size = (content.Width, content.Height);
        if (options.Init == StartKind.Noise)
        {
            Noise(point);
        }
        else
        {
            ScaledPicture start = options.Init switch
            {
                StartKind.Style => scaler.Scale(styles[0].Picture, size, store),
                StartKind.Picture => scaler.Scale(options.InitPicture!, size, store),
                _ => content,
            };
            BufferMath.Copy(start.Point, point);
        }

        // Where only brightness is optimised it must begin without chroma.
        if (options.Color == ColorMode.Content && options.Init is (StartKind.Noise or StartKind.Picture))
            Grey(point, size);
    }

    /// <summary>Takes the chroma from a point.</summary>
    public void Grey(PixelBuffer point, (int Width, int Height) size) =>
        BufferMath.Copy(space.View(Luminance.Grey(new Picture(size.Width, size.Height, space.Decode(point)))), point);

    // Box and Muller, 1958.
    private void Noise(PixelBuffer point)
    {
        var random = new Random(options.Seed);
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = point.OpenFrom(at, PieceUse.Write);
            foreach (ref float value in piece.Values)
            {
                double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
                double normal = radius * Math.Cos(2 * Math.PI * random.NextDouble());
                value = space.Middle + (float)(options.NoiseDeviation * normal);
            }
        }
    }
}
