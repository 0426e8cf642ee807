using System.Numerics;
using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Tiles;

namespace Impasto.Points;

/// <summary>The scale in which pixels are optimised: RGB in 0 to 1, or the network's own input.</summary>
/// <remarks>
/// Published recipes optimise the network's input, and their learning rates only mean something there.
/// </remarks>
internal sealed class PixelSpace(InputNormalization normalization, PixelScaleMode mode)
{
    private readonly bool _network = mode == PixelScaleMode.NetworkInput;

    /// <summary>The scale.</summary>
    public PixelScaleMode Scale => mode;

    /// <summary>The network's mean; mid-grey for RGB, and for a network that has no mean.</summary>
    public float Middle => _network && normalization.Mean.Any(mean => mean != 0) ? 0 : 0.5f;

    /// <summary>A picture as a point.</summary>
    public float[] Encode(Picture picture) => _network ? Normalize(picture.Pixels) : [.. picture.Pixels];

    /// <summary>A point as the pixels of a picture.</summary>
    public float[] Decode(PixelBuffer buffer)
    {
        float[] point = buffer.ToArray();
        if (!_network)
            return point;
        float[] pixels = new float[point.Length];
        int plane = point.Length / 3;
        for (int c = 0; c < 3; c++)
        {
            int target = normalization.Order[c] * plane;
            for (int i = 0; i < plane; i++)
            {
                double scaled = (point[(c * plane) + i] * normalization.Deviation[c]) + normalization.Mean[c];
                pixels[target + i] = (float)(scaled / normalization.Scale);
            }
        }

        return pixels;
    }

    /// <summary>A picture as a point. Do not change it: it may share the picture's values.</summary>
    public PixelBuffer View(Picture picture) => _network ? Normalize(picture.Pixels) : picture.Pixels;

    /// <summary>Colours as a point: the same buffer if nothing has to be converted.</summary>
    public PixelBuffer Encode(PixelBuffer colours, PixelStore store)
    {
        if (!_network)
            return colours;
        PixelBuffer point = store.Create(colours.Length);
        long plane = colours.Length / 3;
        for (int c = 0; c < 3; c++)
        {
            for (long at = 0; at < plane; at += PixelBuffer.PieceLength)
            {
                int count = (int)Math.Min(PixelBuffer.PieceLength, plane - at);
                using PixelPiece from = colours.Open((normalization.Order[c] * plane) + at, count, PieceUse.Read);
                using PixelPiece to = point.Open((c * plane) + at, count, PieceUse.Write);
                Normalize(from.Values, c, to.Values);
            }
        }

        return point;
    }

    /// <summary>Reads a part of a point as the network's input.</summary>
    /// <param name="point">The whole picture.</param>
    /// <param name="area">The part.</param>
    /// <param name="whole">The picture's size.</param>
    /// <param name="input">Receives 3 x area.</param>
    public void ReadInput(PixelBuffer point, PixelArea area, TileGrid whole, float[] input)
    {
        for (int c = 0; c < 3; c++)
        {
            foreach ((long from, int to, int count) in Runs(_network ? c : normalization.Order[c], c, area, whole))
            {
                Span<float> target = input.AsSpan(to, count);
                point.Read(from, target);
                if (!_network)
                    Normalize(target, c, target);
            }
        }
    }

    /// <summary>Adds the derivative with respect to a part's input to the one with respect to the point.</summary>
    /// <param name="inputGradient">3 x area.</param>
    /// <param name="area">The part.</param>
    /// <param name="whole">The picture's size.</param>
    /// <param name="gradient">The whole picture's.</param>
    public void AddGradient(float[] inputGradient, PixelArea area, TileGrid whole, PixelBuffer gradient)
    {
        for (int c = 0; c < 3; c++)
        {
            double factor = _network ? 1 : normalization.Scale / normalization.Deviation[c];
            foreach ((long to, int from, int count) in Runs(_network ? c : normalization.Order[c], c, area, whole))
            {
                using PixelPiece target = gradient.Open(to, count, PieceUse.Change);
                VectorMath.AddScaled(target.Values, inputGradient.AsSpan(from, count), factor);
            }
        }
    }

    /// <summary>Projects a derivative onto changes of brightness only, which change all three colours alike.</summary>
    public void KeepGrey(PixelBuffer gradient)
    {
        long plane = gradient.Length / 3;
        double[] along =
            [.. Enumerable.Range(0, 3).Select(c => _network ? normalization.Scale / normalization.Deviation[c] : 1)];
        double square = along.Sum(value => value * value);
        for (long at = 0; at < plane; at += PixelBuffer.PieceLength)
        {
            int count = (int)Math.Min(PixelBuffer.PieceLength, plane - at);
            using PixelPiece first = gradient.Open(at, count, PieceUse.Change);
            using PixelPiece second = gradient.Open(plane + at, count, PieceUse.Change);
            using PixelPiece third = gradient.Open((2 * plane) + at, count, PieceUse.Change);
            for (int i = 0; i < count; i++)
            {
                double sum =
                    (along[0] * first.Values[i]) + (along[1] * second.Values[i]) + (along[2] * third.Values[i]);
                double amount = sum / square;
                first.Values[i] = (float)(along[0] * amount);
                second.Values[i] = (float)(along[1] * amount);
                third.Values[i] = (float)(along[2] * amount);
            }
        }
    }

    // Runs of values that are contiguous both in the whole picture's plane and in the part's.
    private static IEnumerable<(long InWhole, int InPart, int Count)> Runs(
        int wholePlane, int partPlane, PixelArea area, TileGrid whole)
    {
        int rows = area.Width == whole.Width ? Math.Max(1, PixelBuffer.PieceLength / area.Width) : 1;
        for (int y = 0; y < area.Height; y += rows)
        {
            yield return (
                (((((long)wholePlane * whole.Height) + area.Top + y) * whole.Width) + area.Left),
                ((partPlane * area.Height) + y) * area.Width,
                Math.Min(rows, area.Height - y) * area.Width);
        }
    }

    private float[] Normalize(float[] pixels)
    {
        float[] input = new float[pixels.Length];
        int plane = pixels.Length / 3;
        for (int c = 0; c < 3; c++)
            Normalize(pixels.AsSpan(normalization.Order[c] * plane, plane), c, input.AsSpan(c * plane, plane));
        return input;
    }

    // In single precision and this order of operations, as torchvision normalises.
    private void Normalize(ReadOnlySpan<float> source, int channel, Span<float> target)
    {
        Vector<float> scale = new((float)normalization.Scale), mean = new((float)normalization.Mean[channel]);
        Vector<float> deviation = new((float)normalization.Deviation[channel]);
        int i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
            (((new Vector<float>(source[i..]) * scale) - mean) / deviation).CopyTo(target[i..]);
        for (; i < source.Length; i++)
            target[i] = ((source[i] * scale[0]) - mean[0]) / deviation[0];
    }
}
