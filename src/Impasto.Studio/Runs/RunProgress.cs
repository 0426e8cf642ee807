using System.Text.Json;

namespace Impasto.Studio.Runs;

/// <summary>How far a run is.</summary>
internal sealed record RunProgress
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Number of the frame of a clip, from 1; 0 for a picture.</summary>
    public int Frame { get; init; }

    /// <summary>Frames of a clip; 0 for a picture.</summary>
    public int Frames { get; init; }

    /// <summary>The step's number in the whole run, from 1; of a clip, in the frame.</summary>
    public int Step { get; init; }

    /// <summary>Steps of the whole run; of a clip, of the frame.</summary>
    public int TotalSteps { get; init; }

    /// <summary>The scale's number, from 1.</summary>
    public int Scale { get; init; }

    /// <summary>Scales of the whole run.</summary>
    public int Scales { get; init; }

    /// <summary>Columns at this scale.</summary>
    public int Width { get; init; }

    /// <summary>Rows at this scale.</summary>
    public int Height { get; init; }

    /// <summary>Total loss of the step.</summary>
    public double Loss { get; init; }

    /// <summary>The losses that the total is made of.</summary>
    public IReadOnlyList<RunLoss> Losses { get; init; } = [];

    /// <summary>Time since the run began.</summary>
    public double Seconds { get; init; }

    /// <summary>Estimate of the time left; 0 before the first frame of a clip is done.</summary>
    public double SecondsLeft { get; init; }

    /// <summary>Steps a second since the run began; of a clip, 0.</summary>
    public double StepsPerSecond { get; init; }

    /// <summary>How much of the run is done, 0 to 1.</summary>
    public double Share()
    {
        double steps = (double)Step / Math.Max(1, TotalSteps);
        return Frames > 0 ? (Frame - 1 + steps) / Frames : steps;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static RunProgress Parse(string json) => JsonSerializer.Deserialize<RunProgress>(json, Json)!;
}
