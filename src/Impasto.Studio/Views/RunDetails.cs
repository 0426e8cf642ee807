using System.Text.Json.Serialization;

namespace Impasto.Studio.Views;

/// <summary>Everything about a run.</summary>
internal sealed record RunDetails
{
    /// <summary>The run.</summary>
    public required RunView Run { get; init; }

    /// <summary>How many runs wait before it.</summary>
    public required long Ahead { get; init; }

    /// <summary>
    /// Points of the loss curve, thinned out: a step, its total loss, and one number for each name in
    /// <see cref="CurveNames"/>. Points of an earlier attempt with other losses end after the total.
    /// </summary>
    public required IReadOnlyList<double[]> Curve { get; init; }

    /// <summary>Names of the losses after the total.</summary>
    public required IReadOnlyList<string> CurveNames { get; init; }

    /// <summary>What happened to it, in order.</summary>
    public required IReadOnlyList<HistoryEntry> History { get; init; }

    /// <summary>
    /// The runs that it continues or repeats, the oldest first: its parent, the parent of that, and so on, up to one
    /// that was deleted; at most 20.
    /// </summary>
    public required IReadOnlyList<RunView> Ancestors { get; init; }

    /// <summary>The runs that continue or repeat it, in the order of their creation; at most 20.</summary>
    public required IReadOnlyList<RunView> Successors { get; init; }

    /// <summary>The message that it sends when it is over; left out for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WebhookView? Webhook { get; init; }

    /// <summary>The command line that makes the same picture.</summary>
    public required string Command { get; init; }

    /// <summary>Files that the command line names and that the studio has.</summary>
    public required IReadOnlyList<CommandFile> CommandFiles { get; init; }
}
