using System.Text.Json;

namespace Impasto.Studio.Runs;

/// <summary>How far a run is.</summary>
internal sealed record RunProgress
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public int Step { get; init; }

    public int TotalSteps { get; init; }

    public int Scale { get; init; }

    public int Scales { get; init; }

    public int Width { get; init; }

    public int Height { get; init; }

    public double Loss { get; init; }

    /// <summary>Time since the run began.</summary>
    public double Seconds { get; init; }

    /// <summary>Estimate of the time left.</summary>
    public double SecondsLeft { get; init; }

    public double StepsPerSecond { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static RunProgress Parse(string json) => JsonSerializer.Deserialize<RunProgress>(json, Json)!;
}
