namespace Impasto.Engines;

/// <summary>How an engine runs a network.</summary>
public sealed record EngineSettings
{
    /// <summary>Pooling between blocks. Default: max.</summary>
    public PoolingMode Pooling { get; init; } = PoolingMode.Max;

    /// <summary>What convolutions see beyond the edge; null (the default) takes the network's own.</summary>
    public PaddingMode? Padding { get; init; }
}
