using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training.Data;

/// <summary>
/// Makes the batch of a step: crops of the pictures, changed as an optimiser changes them on its way.
/// </summary>
/// <remarks>
/// A batch depends on seed and step alone, so that a resumed training sees the same pictures. Besides scaling,
/// mirroring and colour changes, some crops are mixed with others or get noise of several coarsenesses: a stylisation
/// starts at a photograph but soon produces such pictures, and a network that never saw them lets noise through.
/// </remarks>
/// <param name="images">The pictures, at least one.</param>
/// <param name="batch">Pictures in a batch.</param>
/// <param name="crop">Side of a crop in pixels.</param>
/// <param name="seed">Seed of everything random.</param>
internal sealed class CropSampler(IReadOnlyList<TrainingImage> images, int batch, int crop, int seed)
{
    /// <summary>Side of a crop in pixels.</summary>
    public int Crop => crop;

    /// <summary>Pictures for a step, B x 3 x crop x crop, RGB, mostly within 0 to 1.</summary>
    public Tensor Batch(int step)
    {
        var random = new Random(HashSeed(seed, step));
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> crops = [];
        for (int i = 0; i < batch; i++)
            crops.Add(Change(Cut(random), random));
        return stack(crops).MoveToOuterDisposeScope();
    }

    /// <summary>One picture without noise, 3 x crop x crop.</summary>
    public Tensor Picture(Random random)
    {
        using DisposeScope scope = NewDisposeScope();
        return Colour(Cut(random), random).MoveToOuterDisposeScope();
    }

    /// <summary>A seed for a step: unrelated from step to step, the same in every run.</summary>
    /// <remarks>
    /// The first numbers of Random are a linear function of its seed: neighbouring seeds would show the pictures in
    /// order.
    /// Mixed as in SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    /// </remarks>
    public static int HashSeed(int seed, int step)
    {
        ulong bits = unchecked((((ulong)(uint)seed << 32) | (uint)step) + 0x9E3779B97F4A7C15);
        bits = unchecked((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9);
        bits = unchecked((bits ^ (bits >> 27)) * 0x94D049BB133111EB);
        return unchecked((int)(bits ^ (bits >> 31)));
    }

    private Tensor Cut(Random random)
    {
        TrainingImage image = images[random.Next(images.Count)];
        int longest = Math.Min(image.Width, image.Height);
        int side = Math.Min(longest, random.Next(Math.Min(crop, longest), Math.Min(longest, crop * 2) + 1));
        int left = random.Next(image.Width - side + 1), top = random.Next(image.Height - side + 1);
        Tensor whole = tensor(image.Square(left, top, side), [1, 3, side, side]);
        Tensor scaled = side > crop ? adaptive_avg_pool2d(whole, [crop, crop])
            : side < crop ? Enlarged(whole)
            : whole;
        if (random.Next(2) == 0)
            scaled = scaled.flip(3);
        if (random.Next(4) == 0)
            scaled = scaled.transpose(2, 3);
        return scaled[0];
    }

    private Tensor Change(Tensor picture, Random random)
    {
        picture = Colour(picture, random);
        double kind = random.NextDouble();
        if (kind < 0.15)
            picture = Mix(picture, Cut(random), random);
        if (random.NextDouble() < 0.45)
            picture = picture.Plus(Noise(random), 0.25 * random.NextDouble() * random.NextDouble());
        return random.NextDouble() < 0.03 ? Noise(random).Times(0.2).Plus(0.5) : picture;
    }

    private static Tensor Colour(Tensor picture, Random random)
    {
        var gain = new float[3];
        var shift = new float[3];
        double all = 0.75 + (0.5 * random.NextDouble()), offset = 0.2 * (random.NextDouble() - 0.5);
        for (int i = 0; i < 3; i++)
        {
            gain[i] = (float)(all * (0.85 + (0.3 * random.NextDouble())));
            shift[i] = (float)(offset + (0.1 * (random.NextDouble() - 0.5)));
        }

        Tensor changed = (picture * tensor(gain, [3, 1, 1])).Plus(tensor(shift, [3, 1, 1]));
        if (random.Next(12) == 0)
            changed = changed.mean([0], keepdim: true).expand(3, -1, -1);
        return random.Next(4) == 0 ? changed.From(1) : changed;
    }

    private static Tensor Mix(Tensor picture, Tensor other, Random random)
    {
        if (random.Next(2) == 0)
            return picture.lerp(other, 0.15 + (0.7 * random.NextDouble()));
        // The other's detail on this one's shapes looks like a picture half way to a style.
        Tensor coarse = avg_pool2d(other.unsqueeze(0), [9, 9], [1, 1], [4, 4], count_include_pad: false)[0];
        return picture.Plus(other - coarse, 0.5 + random.NextDouble());
    }

    /// <summary>Noise about 0 of some coarseness, 3 x crop x crop.</summary>
    public Tensor Noise(Random random)
    {
        int coarseness = 1 << random.Next(4);
        int side = crop / coarseness;
        var values = new float[3 * side * side];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2);
        Tensor noise = tensor(values, [1, 3, side, side]);
        return coarseness == 1 ? noise[0] : Enlarged(noise)[0];
    }

    private Tensor Enlarged(Tensor small) =>
        interpolate(small, [crop, crop], mode: InterpolationMode.Bilinear, align_corners: false);
}
