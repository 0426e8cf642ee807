using System.Text.Json;

namespace Impasto.Studio.Runs;

/// <summary>The losses of a run over its steps, thinned out.</summary>
internal sealed record RunCurve
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A curve without points.</summary>
    public static RunCurve Empty { get; } = new();

    /// <summary>Names of the losses after the total, in the order of a point's numbers.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>
    /// A step, its total loss, and one number for each name. A point of an attempt whose losses had other names ends
    /// after the total.
    /// </summary>
    public IReadOnlyList<double[]> Points { get; init; } = [];

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote, or the bare list of points of earlier versions.</summary>
    public static RunCurve Parse(string json) => json.StartsWith('[')
        ? new RunCurve { Points = JsonSerializer.Deserialize<double[][]>(json, Json)! }
        : JsonSerializer.Deserialize<RunCurve>(json, Json)!;
}
