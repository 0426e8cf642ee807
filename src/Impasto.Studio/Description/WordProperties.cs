using System.Text.Json.Nodes;
using Impasto.Studio.QueueViews;
using Impasto.Studio.Runs;
using Impasto.Studio.Storage;
using Impasto.Studio.Views;
using Impasto.Studio.Webhooks;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Impasto.Studio.Description;

/// <summary>Adds the words that a property of an answer can have, and the range of its numbers.</summary>
internal static class WordProperties
{
    private static readonly string[] States = [.. Enum.GetValues<RunStatus>().Select(RunWords.Of)];
    private static readonly string[] Wishes = [.. Enum.GetValues<RunWish>().Select(RunWords.Of)];
    private static readonly string[] Formats =
        [.. ResultFormat.All.Concat(ResultFormat.Clips).Select(format => format.Name)];

    private static readonly Dictionary<(Type Type, string Property), string[]> Words = new()
    {
        [(typeof(RunView), "state")] = States,
        [(typeof(RunView), "wish")] = Wishes,
        [(typeof(RunView), "formats")] = Formats,
        [(typeof(ContinuationView), "from")] =
            [ContinuationView.Same, ContinuationView.Checkpoint, ContinuationView.Picture],
        [(typeof(WebhookView), "state")] = [.. WebhookState.All],
    };

    private static readonly Dictionary<(Type Type, string Property), (string Least, string? Most)> Ranges = new()
    {
        [(typeof(RunView), "number")] = ("1", null),
        [(typeof(RunView), "revision")] = ("1", null),
        [(typeof(RunView), "width")] = ("1", null),
        [(typeof(RunView), "height")] = ("1", null),
        [(typeof(RunView), "frame")] = ("0", null),
        [(typeof(RunView), "attempt")] = ("0", null),
        [(typeof(RunStyle), "weight")] = ("0", "1000000"),
        [(typeof(RunRegion), "strength")] = ("0", "100"),
        [(typeof(RunRegion), "style")] = ("0", null),
        [(typeof(RunList), "queued")] = ("0", null),
        [(typeof(RunDetails), "ahead")] = ("0", null),
        [(typeof(BatchView), "progress")] = ("0", "1"),
        [(typeof(BatchView), "secondsLeft")] = ("0", null),
        [(typeof(QueueView), "queued")] = ("0", null),
        [(typeof(QueueView), "maxQueued")] = ("1", null),
        [(typeof(WorkerView), "runsAtOnce")] = ("1", null),
        [(typeof(WorkerView), "running")] = ("0", null),
        [(typeof(DiskView), "used")] = ("0", null),
        [(typeof(DiskView), "limit")] = ("0", null),
        [(typeof(CancelledRuns), "cancelled")] = ("0", null),
    };

    /// <summary>Adds them to the schema of a property.</summary>
    public static Task AddAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        if (context.JsonPropertyInfo is not { } property)
            return Task.CompletedTask;
        // The converter hides that a time is a text.
        if (schema.Format == "date-time")
        {
            schema.Type = JsonSchemaType.String;
            if (property.PropertyType == typeof(DateTimeOffset?))
                schema.Type |= JsonSchemaType.Null;
        }

        (Type, string) name = (property.DeclaringType, property.Name);
        if (Words.TryGetValue(name, out string[]? words))
        {
            OpenApiSchema target = schema.Items as OpenApiSchema ?? schema;
            target.Enum = [.. words.Select(word => (JsonNode)JsonValue.Create(word))];
        }

        if (Ranges.TryGetValue(name, out (string Least, string? Most) range))
            (schema.Minimum, schema.Maximum) = range;
        return Task.CompletedTask;
    }
}
