using System.Diagnostics.CodeAnalysis;

namespace Impasto.Networks;

/// <summary>A convolution's place in a VGG network: block 1 to 5, then its number inside the block, written conv4_2.</summary>
/// <remarks>Features are read after the ReLU that follows the convolution, which the literature also calls relu4_2.</remarks>
/// <param name="Block">Block, 1 to 5; a 2 x 2 pooling stands between one block and the next.</param>
/// <param name="Index">Number in the block, 1 to 4.</param>
public readonly record struct LayerName(int Block, int Index) : IComparable<LayerName>
{
    /// <summary>Reads conv4_2, or relu4_2 for the same layer.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LayerName layer)
    {
        layer = default;
        if (text is not { Length: 7 } || !(text.StartsWith("conv", StringComparison.Ordinal) || text.StartsWith("relu", StringComparison.Ordinal)))
            return false;
        layer = new LayerName(text[4] - '0', text[6] - '0');
        return text[5] == '_' && layer.Block is >= 1 and <= 5 && layer.Index is >= 1 and <= 4;
    }

    /// <summary>Reads conv4_2, or relu4_2 for the same layer.</summary>
    /// <exception cref="ImpastoException">The text names no layer.</exception>
    public static LayerName Parse(string text) => TryParse(text, out LayerName layer)
        ? layer
        : throw new ImpastoException($"'{text}' is no layer: expected a name from conv1_1 to conv5_4.");

    /// <summary>Pixels between neighbouring positions of this layer: 1, 2, 4, 8 or 16.</summary>
    public int Stride => 1 << (Block - 1);

    /// <inheritdoc/>
    public int CompareTo(LayerName other) => (Block, Index).CompareTo((other.Block, other.Index));

    /// <inheritdoc/>
    public override string ToString() => $"conv{Block}_{Index}";

    /// <summary>Whether the left layer comes first.</summary>
    public static bool operator <(LayerName left, LayerName right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left layer comes last.</summary>
    public static bool operator >(LayerName left, LayerName right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left layer comes first or is the same.</summary>
    public static bool operator <=(LayerName left, LayerName right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left layer comes last or is the same.</summary>
    public static bool operator >=(LayerName left, LayerName right) => left.CompareTo(right) >= 0;
}
