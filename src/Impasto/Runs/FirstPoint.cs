using Impasto.Color;
using Impasto.Imaging;
using Impasto.Numerics;
using Impasto.Points;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>The point at which a run starts.</summary>
/// <param name="task">Gives the kind of start.</param>
/// <param name="space">The scale of pixels.</param>
/// <param name="scaler">Resizes pictures.</param>
internal sealed class FirstPoint(StylizeTask task, PixelSpace space, PictureScaler scaler)
{
    // Patches along the longer side, and their standard deviation in RGB: pictures that differ visibly, and end with a
    // loss within a few per cent of each other.
    private const double PatchesAcross = 16;
    private const double PatchDeviation = 0.25;

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
            if (_options.Start.Init == StartMode.Varied)
                AddPatches(point, size);
        }
    }

    /// <summary>Removes the chroma of a point.</summary>
    public void Grey(PixelBuffer point, PictureSize size) =>
        BufferMath.Copy(space.View(Luminance.Grey(new Picture(size.Width, size.Height, space.Decode(point)))), point);

    // Coarse noise, enlarged: small noise would be gone after a few steps, and every run would end alike.
    private void AddPatches(PixelBuffer point, PictureSize size)
    {
        double cell = Math.Max(1, size.Longer / PatchesAcross);
        var coarse = new PictureSize(
            Math.Max(2, (int)Math.Round(size.Width / cell)), Math.Max(2, (int)Math.Round(size.Height / cell)));
        var random = new Random(_options.Start.Seed);
        float[] noise = [.. Enumerable.Range(0, (int)(3 * coarse.Pixels)).Select(_ => (float)random.NextNormal())];
        Picture patches = Resampler.Resize(new Picture(coarse.Width, coarse.Height, noise), size.Width, size.Height);
        float[] pixels = space.Decode(point);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = Math.Clamp(pixels[i] + ((float)PatchDeviation * patches.Pixels[i]), 0, 1);
        BufferMath.Copy(space.View(new Picture(size.Width, size.Height, pixels)), point);
    }

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
