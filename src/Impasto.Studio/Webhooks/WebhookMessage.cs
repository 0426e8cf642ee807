using System.Text.Json;
using Impasto.Studio.Runs;
using Impasto.Studio.Views;

namespace Impasto.Studio.Webhooks;

/// <summary>What a receiver gets when a run is over.</summary>
/// <param name="Type">run.done, run.stopped, run.cancelled or run.failed.</param>
/// <param name="Timestamp">When the run was over.</param>
/// <param name="Data">The run.</param>
internal sealed record WebhookMessage(string Type, DateTimeOffset Timestamp, RunView Data)
{
    /// <summary>All types.</summary>
    public static IReadOnlyList<string> Types { get; } =
        [.. new[] { RunStatus.Done, RunStatus.Stopped, RunStatus.Cancelled, RunStatus.Failed }.Select(TypeOf)];

    /// <summary>The message of a run, the same at every try.</summary>
    public static WebhookMessage Of(StudioRun run) =>
        new(TypeOf(run.Status), StudioJson.Time(run.Finished ?? run.Created), RunView.Of(run));

    /// <summary>The body.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StudioJson.Options);

    private static string TypeOf(RunStatus status) => $"run.{RunWords.Of(status)}";
}
