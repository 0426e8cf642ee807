using Impasto.Networks;

namespace Impasto.Training;

/// <summary>The layers of every student in order, and what each is for.</summary>
internal static class StudentLayers
{
    // VGG-19's convolutions in each block, up to conv5_1.
    private static readonly int[] Depths = [2, 2, 4, 4, 1];

    /// <summary>conv1_1 to conv5_1.</summary>
    public static IReadOnlyList<LayerName> All { get; } =
    [
        .. Depths.SelectMany((depth, block) =>
            Enumerable.Range(1, depth).Select(index => LayerName.Parse($"conv{block + 1}_{index}"))),
    ];

    /// <summary>Layers at which styles are compared: the first of each block.</summary>
    public static IReadOnlyList<LayerName> Styles { get; } =
        [.. Depths.Select((_, block) => LayerName.Parse($"conv{block + 1}_1"))];

    /// <summary>The layer at which contents are compared, conv4_2.</summary>
    public static LayerName Content { get; } = LayerName.Parse("conv4_2");

    /// <summary>The last of the early layers, conv3_2: its features are the input of the deep ones.</summary>
    public static LayerName LastEarly { get; } = LayerName.Parse("conv3_2");

    /// <summary>True if a layer's input is pooled: it is the first of a block after the first.</summary>
    public static bool PoolsInput(LayerName layer) => layer != All[0] && Styles.Contains(layer);

    /// <summary>True if a layer is the other one or stands before it.</summary>
    public static bool IsUpTo(LayerName layer, LayerName last) => Index(layer) <= Index(last);

    /// <summary>The same layers, in the order of the network.</summary>
    public static IEnumerable<LayerName> InOrder(IEnumerable<LayerName> layers) => layers.OrderBy(Index);

    /// <summary>The last of some layers.</summary>
    public static LayerName Deepest(IEnumerable<LayerName> layers) => InOrder(layers).Last();

    private static int Index(LayerName layer)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (All[i] == layer)
                return i;
        }

        throw new ArgumentException($"A student has no {layer}.", nameof(layer));
    }
}
