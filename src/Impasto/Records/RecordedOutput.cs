namespace Impasto.Records;

/// <summary>How the result of a run is written.</summary>
public sealed record RecordedOutput
{
    /// <summary>The ending of the file without the dot: png, jpg; null (the default) if it is left open.</summary>
    public string? Format { get; init; }

    /// <summary>8 or 16 bits a channel; null (the default) takes the format's usual depth.</summary>
    public int? Depth { get; init; }

    /// <summary>Quality of JPEG, WebP and other lossy formats, 1 to 100. Default 95.</summary>
    public int Quality { get; init; } = 95;
}
