using Impasto.Torch.Tensors;
using Impasto.Training.Data;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training.Decoders;

/// <summary>Makes the photographs and the styles of a step.</summary>
/// <remarks>A step's pictures depend on seed and step alone, so that a resumed training sees the same ones.</remarks>
/// <param name="images">The pictures, at least one.</param>
/// <param name="crop">Side of a crop in pixels.</param>
internal sealed class PairSampler(IReadOnlyList<TrainingImage> images, int crop)
{
    // A flat crop has nothing to learn a style from, and relative losses of it are huge.
    private const double LeastContrast = 0.06;

    private const int Attempts = 6;

    /// <summary>Photographs, count x 3 x crop x crop.</summary>
    public Tensor Contents(int count, Random random) => Stack(count, () => Photo(random));

    /// <summary>Parts of the pictures as they are, count x 3 x crop x crop.</summary>
    public Tensor Parts(int count, Random random) => Stack(count, () => Cut(random));

    /// <summary>Styles: photographs, recoloured or repainted by <see cref="Painter"/>.</summary>
    public Tensor Styles(int count, Random random) => Stack(count, () => Style(random));

    private static Tensor Stack(int count, Func<Tensor> make)
    {
        using DisposeScope scope = NewDisposeScope();
        return cat([.. Enumerable.Range(0, count).Select(_ => make())], 0).MoveToOuterDisposeScope();
    }

    private Tensor Photo(Random random)
    {
        Tensor picture = Cut(random);
        return random.Next(4) == 0 ? Painter.Exposed(picture, random) : picture;
    }

    private Tensor Style(Random random)
    {
        Tensor picture = Cut(random);
        for (int i = 0; i < Attempts && Contrast(picture) < LeastContrast; i++)
            picture = Cut(random);
        if (random.NextDouble() < 0.75)
            picture = Painter.Repainted(picture, random);
        if (random.NextDouble() < 0.6)
            picture = Painter.Recoloured(picture, Cut(random), random);
        return picture.Within(0, 1);
    }

    private static float Contrast(Tensor picture) => picture.std([2, 3]).mean().item<float>();

    // Half of the crops are cut at about the file's size, the others show more of the picture in the same pixels.
    private Tensor Cut(Random random)
    {
        TrainingImage image = images[random.Next(images.Count)];
        int longest = Math.Min(image.Width, image.Height);
        double zoom = Math.Pow(4, (random.NextDouble() * 1.2) - 0.3);
        int side = Math.Clamp((int)(crop * zoom), Math.Min(crop / 2, longest), longest);
        int left = random.Next(image.Width - side + 1), top = random.Next(image.Height - side + 1);
        Tensor whole = tensor(image.Square(left, top, side), [1, 3, side, side]);
        Tensor scaled = side > crop ? adaptive_avg_pool2d(whole, [crop, crop])
            : side < crop
                ? interpolate(whole, [crop, crop], mode: InterpolationMode.Bicubic, align_corners: false).Within(0, 1)
                : whole;
        return random.Next(2) == 0 ? scaled.flip(3) : scaled;
    }
}
