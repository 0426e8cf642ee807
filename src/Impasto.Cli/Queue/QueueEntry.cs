using System.Text.Json;
using System.Text.Json.Serialization;

namespace Impasto.Cli.Queue;

/// <summary>A line of the manifest.</summary>
/// <param name="Output">The picture, relative to the manifest's folder.</param>
/// <param name="Key">SHA-256 of options, weights and the bytes of its inputs.</param>
/// <param name="Figures">Its losses.</param>
internal sealed record QueueEntry(string Output, string Key, QueueFigures Figures);

/// <summary>Reads and writes lines of the manifest by code that is generated while the program is built.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(QueueEntry))]
internal sealed partial class QueueJson : JsonSerializerContext;
