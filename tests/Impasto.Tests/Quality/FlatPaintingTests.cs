using Impasto.Imaging;
using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Quality;

/// <summary>A flat painting leads to its own colours and to no other.</summary>
public sealed class FlatPaintingTests
{
    private static readonly Network Compact = NetworkCatalog.Compact().Network;

    // Sky, sea and a dark pillar, with some noise.
    private static readonly Picture Photo = new(64, 48, [.. Enumerable.Range(0, 3 * 64 * 48).Select(i =>
    {
        (int c, int x, int y) = (i / (64 * 48), i % 64, i / 64 % 48);
        float value = x is > 20 and < 28 ? 0.25f : y < 20 ? 0.6f + (0.1f * c) : 0.3f + (0.15f * c);
        return value + (0.1f * (TestPictures.Noise(1, 1, i).Pixels[0] - 0.5f));
    })]);

    public static TheoryData<string> Paintings => [.. All.Keys];

    private static Dictionary<string, Picture> All { get; } = new(StringComparer.Ordinal)
    {
        ["white"] = Flat(1, 1, 1),
        ["black"] = Flat(0, 0, 0),
        ["red"] = Flat(0.86f, 0.12f, 0.12f),
        ["yellow"] = Flat(0.95f, 0.85f, 0.1f),
        ["blue"] = Flat(0.08f, 0.24f, 0.78f),
        ["one pixel"] = new(1, 1, [0.24f, 0.63f, 0.35f]),
        ["a gradient"] = new(64, 64, [.. Enumerable.Range(0, 3 * 4096).Select(i =>
            (i / 4096) switch { 0 => 0.2f + (i % 64 / 120f), 1 => 0.5f, _ => 0.8f - (i % 64 / 120f) })]),
        ["nearly flat"] = new(64, 64, [.. TestPictures.Noise(64, 64, 3).Pixels.Select(v => 0.94f + (0.008f * v))]),
    };

    // The content keeps some of its own light and dark: less than a third of the way from the painting to the
    // photograph, and a little. Divided by the painting's own moments alone it was red 117, 162, 127 after 219, 31, 31.
    // Hardly a value lies outside the range of both pictures; sharp edges overshoot a little.
    [Theory]
    [MemberData(nameof(Paintings))]
    public void Run_after_a_flat_painting_has_its_colours_and_no_others(string name)
    {
        Picture painting = All[name], made = Made(painting);

        for (int c = 0; c < 3; c++)
        {
            double wanted = Mean(painting, c), photo = Mean(Photo, c);
            Assert.Equal(wanted, Mean(made, c), 16 + (0.3 * Math.Abs(photo - wanted)));
            ReadOnlySpan<float> own = Channel(painting, c), before = Channel(Photo, c);
            float least = Math.Min(Least(own), Least(before)), most = -Math.Min(Least(own, -1), Least(before, -1));
            int outside = 0;
            foreach (float value in Channel(made, c))
                outside += value < least - 0.15f || value > most + 0.15f ? 1 : 0;
            Assert.True(outside < 0.01 * 64 * 48, $"{outside} values of channel {c}");
        }
    }

    private static Picture Made(Picture painting)
    {
        using var stylizer = new Stylizer(Compact, new CpuDevice(1));
        return stylizer.Run(Photo, [new WeightedStyle(painting)], new StylizeOptions
        {
            Sizing = new() { Size = 64, MinSize = 32 },
            Steps = [60, 40],
            Color = new() { Mode = ColorMode.Style },
        }).Picture;
    }

    private static Picture Flat(float red, float green, float blue) => new(
        32, 32, [.. Enumerable.Range(0, 3072).Select(i => (i / 1024) switch { 0 => red, 1 => green, _ => blue })]);

    private static ReadOnlySpan<float> Channel(Picture picture, int c) =>
        picture.Pixels.AsSpan(c * (int)picture.Size.Pixels, (int)picture.Size.Pixels);

    private static float Least(ReadOnlySpan<float> values, float sign = 1)
    {
        float least = float.PositiveInfinity;
        foreach (float value in values)
            least = Math.Min(least, sign * value);
        return least;
    }

    private static double Mean(Picture picture, int c)
    {
        double sum = 0;
        foreach (float value in Channel(picture, c))
            sum += Math.Clamp(value, 0, 1);
        return 255 * sum / picture.Size.Pixels;
    }
}
