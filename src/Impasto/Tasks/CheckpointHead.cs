using System.Text.Json.Nodes;

namespace Impasto.Tasks;

/// <summary>What a checkpoint says about its run.</summary>
/// <param name="Options">The recipe; its pictures are among the inputs.</param>
/// <param name="Inputs">Identity of every picture by its role.</param>
/// <param name="NetworkSha256">Identity of the weights.</param>
/// <param name="MemoryLimit">What the run's plan was made with.</param>
internal sealed record CheckpointHead(
    StylizeOptions Options, IReadOnlyDictionary<string, string> Inputs, string NetworkSha256, long MemoryLimit)
{
    public static string Attachment(string name) => $"attachment.{name}";

    public JsonObject ToJson(JsonObject state, string note) => new()
    {
        ["preset"] = Options.Preset,
        ["options"] = Object(StylizeOptionCatalog.Read(Options).Select(pair => (pair.Key, pair.Value))),
        ["inputs"] = Object(Inputs.Select(pair => (pair.Key, pair.Value))),
        ["network"] = NetworkSha256,
        ["memory"] = MemoryLimit,
        ["note"] = note,
        ["state"] = state,
    };

    public static CheckpointHead Read(JsonObject head)
    {
        StylizeOptions options = StylizeOptionCatalog.Write(
            new StylizeOptions { Preset = (string)head["preset"]! },
            head["options"]!.AsObject().Select(pair => KeyValuePair.Create(pair.Key, (string)pair.Value!)));
        var inputs = head["inputs"]!.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!, StringComparer.Ordinal);
        return new CheckpointHead(options, inputs, (string)head["network"]!, (long)head["memory"]!);
    }

    private static JsonObject Object(IEnumerable<(string Name, string Value)> pairs)
    {
        var result = new JsonObject();
        foreach ((string name, string value) in pairs)
            result[name] = value;
        return result;
    }
}
