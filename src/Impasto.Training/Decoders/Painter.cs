using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training.Decoders;

/// <summary>
/// Makes something like paintings out of photographs, for a decoder that has no paintings to learn from.
/// </summary>
/// <remarks>All pictures are 1 x 3 x H x W, 0 to 1, in main memory.</remarks>
internal static class Painter
{
    private static readonly float[] Grey = [0.299f, 0.587f, 0.114f];

    /// <summary>Other light: a factor and a shift for each colour.</summary>
    public static Tensor Exposed(Tensor picture, Random random)
    {
        float[] gain = [.. Numbers(3, 0.75, 1.25, random)], shift = [.. Numbers(3, -0.1, 0.1, random)];
        return (picture * tensor(gain, [1, 3, 1, 1])).Plus(tensor(shift, [1, 3, 1, 1])).Within(0, 1);
    }

    /// <summary>
    /// The mean and covariance of another picture's colours, of its inverse, or of colours drawn at random.
    /// </summary>
    public static Tensor Recoloured(Tensor picture, Tensor other, Random random)
    {
        Tensor palette = random.Next(3) switch
        {
            0 => other.From(1),
            1 => Turned(other, random),
            _ => other,
        };
        return FeatureMap.Apply(picture, FeatureMap.Moments(picture), FeatureMap.Moments(palette)).Within(0, 1);
    }

    /// <summary>One of several painters.</summary>
    public static Tensor Repainted(Tensor picture, Random random) => random.Next(8) switch
    {
        0 => Kuwahara(picture, 2 + random.Next(3)),
        1 => Posterized(Kuwahara(picture, 1 + random.Next(3)), 3 + random.Next(4)),
        2 => Brushed(picture, random, 1),
        3 => Brushed(Kuwahara(picture, 2), random, 2),
        4 => Drawn(picture, random),
        5 => Tiled(picture, random),
        6 => Hatched(picture, random),
        _ => Outlined(Posterized(picture, 4 + random.Next(4)), random),
    };

    // Colours of every pixel in another mixture.
    private static Tensor Turned(Tensor picture, Random random)
    {
        Tensor matrix = tensor(Numbers(9, -0.4, 0.9, random).ToArray(), [3, 3]);
        Tensor mixed = matrix.matmul(picture.flatten(2)).view(picture.shape);
        Tensor low = mixed.amin([2, 3], keepdim: true), high = mixed.amax([2, 3], keepdim: true);
        return (mixed - low) / (high - low).AtLeast(1e-3);
    }

    // Kuwahara, 1976: each pixel takes the mean of the calmest of four windows beside it.
    private static Tensor Kuwahara(Tensor picture, int radius)
    {
        Tensor mean = Mean(picture, radius);
        Tensor variance = (Mean(picture.Squared(), radius) - mean.Squared()).sum([1], keepdim: true);
        Tensor result = mean, least = variance.Plus(1e6);
        foreach ((int down, int right) in ((int, int)[])[(-1, -1), (-1, 1), (1, -1), (1, 1)])
        {
            Tensor shifted = Shifted(variance, down * radius, right * radius);
            Tensor calmer = shifted < least;
            result = where(calmer, Shifted(mean, down * radius, right * radius), result);
            least = where(calmer, shifted, least);
        }

        return result;
    }

    private static Tensor Posterized(Tensor picture, int levels) =>
        picture.Times(levels - 1).round().Over(levels - 1);

    // Noise smeared along one direction, or along the outlines, lies on the picture like the ridges of a brush.
    private static Tensor Brushed(Tensor picture, Random random, int coarseness)
    {
        (int rows, int columns) = ((int)picture.shape[2], (int)picture.shape[3]);
        Tensor noise = Noise(rows / coarseness, columns / coarseness, random);
        Tensor light = Light(picture);
        double angle = random.NextDouble() * Math.PI;
        bool follows = random.Next(2) == 0;
        Tensor smooth = Mean(Mean(light, 3), 3);
        Tensor down = Shifted(smooth, 1, 0) - Shifted(smooth, -1, 0);
        Tensor right = Shifted(smooth, 0, 1) - Shifted(smooth, 0, -1);
        Tensor length = down.Squared().Plus(right.Squared()).sqrt().Plus(1e-3);
        Tensor field = follows
            ? cat([down.neg() / length, right / length], 1)
            : tensor((float[])[(float)Math.Cos(angle), (float)Math.Sin(angle)], [1, 2, 1, 1])
                .expand(1, 2, rows, columns);
        noise = interpolate(noise, [rows, columns], mode: InterpolationMode.Bilinear, align_corners: false);
        Tensor ridges = zeros_like(noise), colors = zeros_like(picture);
        const int Steps = 4;
        for (int i = -Steps; i <= Steps; i++)
        {
            ridges = ridges.Plus(FakeMotion.Moved(noise, field.Times(i * coarseness)));
            colors = colors.Plus(FakeMotion.Moved(picture, field.Times(i * coarseness)));
        }

        double relief = 0.1 + (0.35 * random.NextDouble());
        return colors.Over((2 * Steps) + 1).Plus(ridges.Over(Math.Sqrt((2 * Steps) + 1)), relief).Within(0, 1);
    }

    // Dark lines on paper where the picture is darker than around.
    private static Tensor Drawn(Tensor picture, Random random)
    {
        Tensor light = Light(picture);
        Tensor lines = (Mean(light, 1) - Mean(Mean(light, 3), 3)).Times(8 + (20 * random.NextDouble()))
            .Plus(0.6).sigmoid();
        Tensor shade = Mean(light, 1).Times(1.2).Plus(0.2).Within(0, 1);
        return (lines.Times(1.4).Within(0, 1) * shade).expand_as(picture);
    }

    private static Tensor Outlined(Tensor picture, Random random)
    {
        Tensor light = Mean(Light(picture), 1);
        Tensor slope = (Shifted(light, 1, 0) - Shifted(light, -1, 0)).abs()
            .Plus((Shifted(light, 0, 1) - Shifted(light, 0, -1)).abs());
        return picture * slope.Times(-(2 + (6 * random.NextDouble()))).exp();
    }

    // Fields of one colour with joints.
    private static Tensor Tiled(Tensor picture, Random random)
    {
        int field = 3 + random.Next(6);
        (long rows, long columns) = (picture.shape[2], picture.shape[3]);
        Tensor small = adaptive_avg_pool2d(picture, [Math.Max(1, rows / field), Math.Max(1, columns / field)]);
        Tensor tiles = interpolate(small, [rows, columns], mode: InterpolationMode.Nearest);
        if (random.Next(2) == 0)
            return tiles;
        Tensor edges = (tiles - Shifted(tiles, 1, 1)).abs().sum([1], keepdim: true).Above(0.01);
        float joint = random.Next(2);
        return where(edges, zeros_like(tiles).Add(joint), tiles);
    }

    // Lines of one direction, the wider the darker.
    private static Tensor Hatched(Tensor picture, Random random)
    {
        double angle = random.NextDouble() * Math.PI, period = 3 + (7 * random.NextDouble());
        Tensor y = FakeMotion.Positions(picture.shape[2]).view(1, 1, -1, 1);
        Tensor x = FakeMotion.Positions(picture.shape[3]).view(1, 1, 1, -1);
        Tensor wave = x.Times(Math.Cos(angle)).Plus(y.Times(Math.Sin(angle))).Times(2 * Math.PI / period).sin();
        double depth = 0.15 + (0.35 * random.NextDouble());
        return random.Next(2) == 0
            ? picture.Plus(wave, depth * 0.6).Within(0, 1)
            : (Mean(picture, 1).Plus(wave, depth).Plus(-0.5).Times(6)).sigmoid();
    }

    private static Tensor Light(Tensor picture) =>
        (picture * tensor(Grey, [1, 3, 1, 1])).sum([1], keepdim: true);

    private static Tensor Mean(Tensor picture, int radius) => avg_pool2d(
        pad(picture, [radius, radius, radius, radius], PaddingModes.Replicate),
        [(2 * radius) + 1, (2 * radius) + 1], [1, 1]);

    private static Tensor Shifted(Tensor picture, int down, int right)
    {
        int rim = Math.Max(Math.Abs(down), Math.Abs(right));
        return pad(picture, [rim, rim, rim, rim], PaddingModes.Replicate)
            .narrow(2, rim + down, picture.shape[2]).narrow(3, rim + right, picture.shape[3]);
    }

    private static Tensor Noise(int rows, int columns, Random random) =>
        tensor(Numbers(rows * columns, -1, 1, random).ToArray(), [1, 1, rows, columns]);

    private static IEnumerable<float> Numbers(int count, double least, double most, Random random) =>
        Enumerable.Range(0, count).Select(_ => (float)(least + ((most - least) * random.NextDouble())));
}
