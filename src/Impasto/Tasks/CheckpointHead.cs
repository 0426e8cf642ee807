using System.Text.Json.Nodes;
using Impasto.Records;

namespace Impasto.Tasks;

/// <summary>What a checkpoint says about its run.</summary>
/// <param name="Record">The run.</param>
/// <param name="Pixels">Identity of every decoded picture, by its role.</param>
/// <param name="MemoryLimit">The limit that the run's plan was made with.</param>
internal sealed record CheckpointHead(
    RunRecord Record, IReadOnlyDictionary<string, string> Pixels, long MemoryLimit)
{
    public static string Attachment(string name) => $"attachment.{name}";

    public JsonObject ToJson(JsonObject state, string note)
    {
        var pixels = new JsonObject();
        foreach ((string role, string hash) in Pixels)
            pixels[role] = hash;
        return new JsonObject
        {
            ["record"] = RunRecordJson.Write(Record),
            ["pixels"] = pixels,
            ["memory"] = MemoryLimit,
            ["note"] = note,
            ["state"] = state,
        };
    }

    public static CheckpointHead Read(JsonObject head) => new(
        RunRecordJson.Read(head["record"]!.AsObject()),
        head["pixels"]!.AsObject().ToDictionary(
            pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal),
        (long)head["memory"]!);
}
