using Impasto.Color;
using Impasto.Imaging;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>The point at which a run starts.</summary>
/// <param name="task">Gives the kind of start.</param>
/// <param name="space">The scale of pixels.</param>
/// <param name="scaler">Resizes pictures.</param>
internal sealed class FirstPoint(StylizeTask task, PixelSpace space, PictureScaler scaler)
{
    private readonly StylizeOptions _options = task.Options;

    /// <summary>Fills the point of the first scale.</summary>
    /// <param name="point">Receives it.</param>
    /// <param name="content">The content at that size.</param>
    /// <param name="styles">The paintings.</param>
    /// <param name="store">Stores resized pictures.</param>
    public void Fill(PixelBuffer point, ScaledPicture content, IReadOnlyList<WeightedStyle> styles, PixelStore store)
    {
        var size = new PictureSize(content.Width, content.Height);
        if (_options.Start.Init == StartMode.Noise)
        {
            Noise(point);
        }
        else
        {
            ScaledPicture start = _options.Start.Init switch
            {
                StartMode.Style => scaler.Scale(styles[0].Picture, size, store),
                StartMode.Picture => scaler.Scale(task.Start!, size, store),
                _ => content,
            };
            BufferMath.Copy(start.Point, point);
        }

        // If only brightness is optimised, the start must have no chroma.
        if (_options.Color.Mode == ColorMode.Content && _options.Start.Init is (StartMode.Noise or StartMode.Picture))
            Grey(point, size);
    }

    /// <summary>Removes the chroma of a point.</summary>
    public void Grey(PixelBuffer point, PictureSize size) =>
        BufferMath.Copy(space.View(Luminance.Grey(new Picture(size.Width, size.Height, space.Decode(point)))), point);

    private void Noise(PixelBuffer point)
    {
        var random = new Random(_options.Start.Seed);
        for (long at = 0; at < point.Length; at += PixelBuffer.PieceLength)
        {
            using PixelPiece piece = point.OpenFrom(at, PieceUse.Write);
            foreach (ref float value in piece.Values)
                value = space.Middle + (float)(_options.Start.InitNoise * random.NextNormal());
        }
    }
}
