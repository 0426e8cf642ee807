using System.Diagnostics.CodeAnalysis;

namespace Impasto.Networks;

/// <summary>The name of a layer: conv4_2. Its place, size and stride follow from the network.</summary>
/// <remarks>
/// Features of a layer are read after the ReLU that follows its convolution, where one follows; the literature calls
/// those of conv4_2 relu4_2 as well. Two names are equal when their texts are.
/// </remarks>
public sealed record LayerName
{
    /// <summary>Names a layer of any network.</summary>
    /// <param name="text">
    /// Letters, digits, '_', '-' and '.', at least one: a list of names stays readable as text.
    /// </param>
    /// <exception cref="ArgumentException">The text is empty or has another character.</exception>
    public LayerName(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.'))
            throw new ArgumentException($"Expected letters, digits, '_', '-' and '.', got '{text}'.", nameof(text));
        Text = text;
    }

    /// <summary>The name as text.</summary>
    public string Text { get; }

    /// <summary>Reads the name of a VGG layer: conv4_2, or relu4_2 for the same layer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="layer">The layer, always as conv4_2.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out LayerName? layer) =>
        VggLayers.TryParse(text, out layer);

    /// <summary>Reads the name of a VGG layer: conv4_2, or relu4_2 for the same layer.</summary>
    /// <remarks>
    /// Option texts name VGG layers only, so that a slip is found before a network is loaded. Layers of other networks
    /// are named by the constructor.
    /// </remarks>
    /// <exception cref="InvalidOptionsException">No VGG network has a layer of that name.</exception>
    public static LayerName Parse(string text) => TryParse(text, out LayerName? layer)
        ? layer
        : throw new InvalidOptionsException($"Unknown layer '{text}': expected a name from conv1_1 to conv5_4.");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
