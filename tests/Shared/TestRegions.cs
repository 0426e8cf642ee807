using Impasto.Engines;
using Impasto.Networks;

namespace Impasto.Tests;

/// <summary>
/// Regions of a picture for tests; weights are functions of where a position lies, 0 to 1 down and across.
/// </summary>
internal static class TestRegions
{
    private static readonly Network Vgg = TestNetworks.Vgg();

    /// <summary>Overlapping, empty, soft, whole and a single position.</summary>
    public static IReadOnlyList<RegionGuides> Mixed(IReadOnlyList<LayerName> layers, int width, int height) =>
    [
        Of(layers, width, height, (y, _) => y < 0.6 ? 1 : 0),
        Of(layers, width, height, (_, _) => 0),
        Of(layers, width, height, (y, x) => (float)(x * (0.5 + y))),
        .. RegionGuides.Whole,
        Of(layers, width, height, (y, x) => y == 0 && x == 0 ? 0.25f : 0),
    ];

    /// <summary>Three parts that together are the picture, with edges across rows.</summary>
    public static IReadOnlyList<RegionGuides> Partition(IReadOnlyList<LayerName> layers, int width, int height) =>
    [
        Of(layers, width, height, (y, x) => y + x < 0.8 ? 1 : 0),
        Of(layers, width, height, (y, x) => y + x >= 0.8 && x < 0.7 ? 1 : 0),
        Of(layers, width, height, (y, x) => y + x >= 0.8 && x >= 0.7 ? 1 : 0),
    ];

    public static RegionGuides Of(
        IReadOnlyList<LayerName> layers, int width, int height, Func<double, double, float> weight) =>
        new(layers.ToDictionary(layer => layer, layer =>
        {
            int rows = height / Vgg.StrideOf(layer), columns = width / Vgg.StrideOf(layer);
            return Enumerable.Range(0, rows * columns)
                .Select(i => weight((double)(i / columns) / rows, (double)(i % columns) / columns)).ToArray();
        }));
}
