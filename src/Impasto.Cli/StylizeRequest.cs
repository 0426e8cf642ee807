using Impasto.Networks;
using Impasto.Networks.Weights;

namespace Impasto.Cli;

/// <summary>A call of stylize, read and checked; pictures are still only named.</summary>
internal sealed record StylizeRequest
{
    /// <summary>A path, a URL or -; null where a texture is made of the style alone.</summary>
    public required string? Content { get; init; }

    public required IReadOnlyList<StyleSource> Styles { get; init; }

    public required StylizeOptions Options { get; init; }

    /// <summary>The picture to start from, where the options say so.</summary>
    public string? Start { get; init; }

    /// <summary>Folder from which the pictures' names go out; empty for the current one.</summary>
    public string Folder { get; init; } = "";

    public ExtraPictures Extra { get; init; } = new();

    public string Network { get; init; } = "auto";

    /// <summary>Which pixels a weight file wants; null lets it be found out.</summary>
    public string? Normalization { get; init; }

    public required string Output { get; init; }

    public OutputOptions Writing { get; init; } = new();

    public ReportOptions Report { get; init; } = new();

    public KeepOptions Keep { get; init; } = new();

    /// <summary>The state to go on from; null begins.</summary>
    public StylizeCheckpoint? From { get; init; }

    public string Device { get; init; } = "auto";

    /// <summary>Threads on the CPU, 0 for all.</summary>
    public int Threads { get; init; }

    /// <summary>Bytes of memory the run may take; null for what is free.</summary>
    public long? Memory { get; init; }

    public long? MaxPixels { get; init; }

    /// <summary>Loads the network that was named, or where none was the best one here.</summary>
    /// <exception cref="ImpastoException">It is not there, or does not go as deep as the options want.</exception>
    public LoadedNetwork LoadNetwork(Terminal terminal) => LoadNetwork(terminal, VggLayers.Deepest(Options.Losses.UsedLayers));

    /// <summary>The same, at least down to a layer.</summary>
    public LoadedNetwork LoadNetwork(Terminal terminal, LayerName deepest) => NetworkCatalog.Resolve(
        Network, terminal.Weights, Normalization is null ? null : InputNormalization.Parse(Normalization), deepest);
}
