using Impasto.Text;

namespace Impasto;

/// <summary>How the network is run.</summary>
public sealed record NetworkOptions
{
    // The option's value for the padding with which the weights were trained.
    private const string OwnPadding = "network";

    internal static IReadOnlyList<OptionEntry<NetworkOptions>> Entries { get; } =
    [
        OptionEntries.Choice<NetworkOptions, PoolingMode>(
            new("pooling", "Way of summing up details", "Pooling between the network's blocks."),
            o => o.Pooling, (o, v) => o with { Pooling = v }),
        new(
            new("padding", "What lies beyond the edge",
                "What convolutions see beyond the edge; network takes what the weights were trained with."),
            string.Join(", ", PaddingChoices()),
            o => o.Padding is { } padding ? OptionText.Of(padding) : OwnPadding,
            (o, text) => o with { Padding = ReadPadding(text) })
        {
            Problem = o => o.Padding is not { } padding || Enum.IsDefined(padding)
                ? null
                : new OptionProblem("padding", padding.ToString(), $"expected {string.Join(", ", PaddingChoices())}"),
            Choices = PaddingChoices(),
        },
    ];

    /// <summary>Pooling between a network's blocks. Default: max.</summary>
    public PoolingMode Pooling { get; init; } = PoolingMode.Max;

    /// <summary>
    /// What convolutions see beyond the edge; null takes what the weights were trained with. Default null.
    /// </summary>
    public PaddingMode? Padding { get; init; }

    private static PaddingMode? ReadPadding(string text)
    {
        if (!PaddingChoices().Contains(text, StringComparer.OrdinalIgnoreCase))
            throw OptionText.Invalid("padding", text, $"expected {string.Join(", ", PaddingChoices())}");
        return string.Equals(text, OwnPadding, StringComparison.OrdinalIgnoreCase)
            ? null
            : OptionText.Choice<PaddingMode>("padding", text);
    }

    private static string[] PaddingChoices() => [OwnPadding, .. OptionText.Choices<PaddingMode>()];
}
