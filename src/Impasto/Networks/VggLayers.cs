using System.Diagnostics.CodeAnalysis;

namespace Impasto.Networks;

/// <summary>The layers of VGG networks: their names, their order and where the networks pool.</summary>
/// <remarks>
/// A name is conv, a block from 1 to 5, '_' and a number from 1 to 4 in the block. A 2 x 2 pooling stands between one
/// block and the next, and a ReLU after every convolution. Source: Simonyan and Zisserman, 2015, table 1.
/// </remarks>
public static class VggLayers
{
    private const int Blocks = 5;
    private const int LongestBlock = 4;

    /// <summary>Orders names as VGG networks do: conv1_1 first, conv5_4 last.</summary>
    public static IComparer<LayerName> Order { get; } =
        Comparer<LayerName>.Create((left, right) => Place(left).CompareTo(Place(right)));

    /// <summary>The layer of a block.</summary>
    /// <param name="block">1 to 5.</param>
    /// <param name="index">Number in the block, 1 to 4.</param>
    public static LayerName Of(int block, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(block, Blocks);
        ArgumentOutOfRangeException.ThrowIfLessThan(index, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, LongestBlock);
        return new LayerName($"conv{block}_{index}");
    }

    /// <summary>Reads conv4_2, or relu4_2 for the same layer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="layer">The layer, always as conv4_2.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LayerName? layer)
    {
        layer = null;
        if (!TryRead(text, out int block, out int index))
            return false;
        layer = Of(block, index);
        return true;
    }

    /// <summary>Whether a layer is its block's first: where Gatys, Ecker and Bethge, 2016, compare styles.</summary>
    /// <exception cref="ArgumentException">The name is not a VGG layer's.</exception>
    public static bool IsFirstOfBlock(LayerName layer) => Place(layer) % LongestBlock == 0;

    /// <summary>Whether a pooling stands right before a layer.</summary>
    /// <exception cref="ArgumentException">The name is not a VGG layer's.</exception>
    public static bool PoolsBefore(LayerName layer) => IsFirstOfBlock(layer) && Place(layer) > 0;

    /// <summary>Whether a layer is another one, or comes before it.</summary>
    /// <exception cref="ArgumentException">A name is not a VGG layer's.</exception>
    public static bool IsUpTo(LayerName layer, LayerName last) => Place(layer) <= Place(last);

    /// <summary>The last of some layers.</summary>
    /// <exception cref="ArgumentException">A name is not a VGG layer's.</exception>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static LayerName Deepest(IEnumerable<LayerName> layers) =>
        layers.MaxBy(Place) is { Text.Length: > 0 } deepest
        ? deepest
        : throw new InvalidOperationException("Expected at least one layer.");

    /// <summary>The chain of a VGG network: a ReLU after each convolution, a 2 x 2 pooling between blocks.</summary>
    /// <param name="convolutions">Convolutions with VGG names, in order; blocks may be shorter than VGG's.</param>
    /// <exception cref="ArgumentException">A name is not a VGG layer's, or stands after a deeper one.</exception>
    public static IReadOnlyList<NetworkNode> Chain(IReadOnlyList<Convolution> convolutions)
    {
        ArgumentNullException.ThrowIfNull(convolutions);
        List<NetworkNode> nodes = [];
        for (int i = 0; i < convolutions.Count; i++)
        {
            int place = Place(convolutions[i].Layer), before = i == 0 ? -1 : Place(convolutions[i - 1].Layer);
            if (place <= before)
            {
                throw new ArgumentException(
                    $"{convolutions[i].Layer} stands after {convolutions[i - 1].Layer}.", nameof(convolutions));
            }

            if (i > 0 && place / LongestBlock != before / LongestBlock)
                nodes.Add(Pooling.Instance);
            nodes.AddRange([convolutions[i], Relu.Instance]);
        }

        return nodes;
    }

    // Grows from layer to layer; a block's first layers are the multiples of the longest block.
    private static int Place(LayerName layer) => TryRead(layer.Text, out int block, out int index)
        ? ((block - 1) * LongestBlock) + index - 1
        : throw new ArgumentException(
            $"Unknown layer '{layer}': expected a name from conv1_1 to conv5_4.", nameof(layer));

    private static bool TryRead([NotNullWhen(true)] string? text, out int block, out int index)
    {
        (block, index) = (0, 0);
        if (text is not { Length: 7 } || text[5] != '_'
            || !(text.StartsWith("conv", StringComparison.Ordinal)
                || text.StartsWith("relu", StringComparison.Ordinal)))
        {
            return false;
        }

        (block, index) = (text[4] - '0', text[6] - '0');
        return block is >= 1 and <= Blocks && index is >= 1 and <= LongestBlock;
    }
}
