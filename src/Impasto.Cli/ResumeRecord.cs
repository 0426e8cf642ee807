using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Cli;

/// <summary>A call as the note of its checkpoint, and back: what resume needs to finish it as it was meant.</summary>
internal static class ResumeRecord
{
    /// <summary>Describes a call.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="network">Identity of the weights.</param>
    public static string Write(StylizeRequest request, string network) => new JsonObject
    {
        ["run"] = RunRecord.Write(request, network, ""),
        ["folder"] = Path.GetFullPath(request.Folder.Length == 0 ? "." : request.Folder),
        ["output"] = Path.GetFullPath(request.Output),
        ["every"] = request.Report.Every,
        ["frames"] = Full(request.Report.Frames),
        ["video"] = Full(request.Report.Video),
        ["trace"] = Full(request.Report.Trace),
        ["figure"] = Full(request.Report.Figure),
        ["checkpointEvery"] = request.Keep.Every,
        ["device"] = request.Device,
        ["threads"] = request.Threads,
        ["memory"] = request.Memory,
        ["maxPixels"] = request.MaxPixels,
    }.ToJsonString();

    /// <summary>The call that a checkpoint belongs to, and the identity of its weights.</summary>
    /// <exception cref="ImpastoException">The checkpoint is not of a call of this program.</exception>
    public static (StylizeRequest Request, string NetworkSha256) Read(StylizeCheckpoint checkpoint)
    {
        try
        {
            JsonNode note = JsonNode.Parse(checkpoint.Note)!;
            (StylizeRequest request, string network) = RunRecord.Read((string)note["run"]!, (string)note["output"]!);
            request = request with
            {
                Folder = (string)note["folder"]!,
                From = checkpoint,
                Keep = new KeepOptions(checkpoint.Path, (int)note["checkpointEvery"]!),
                Report = new ReportOptions((int)note["every"]!, (string?)note["frames"], (string?)note["trace"], (string?)note["figure"], Video: (string?)note["video"]),
                Device = (string)note["device"]!,
                Threads = (int)note["threads"]!,
                Memory = (long?)note["memory"],
                MaxPixels = (long?)note["maxPixels"],
            };
            return (request, network);
        }
        catch (Exception failure) when (failure is JsonException or NullReferenceException or InvalidOperationException or FormatException or ImpastoException)
        {
            throw new ImpastoException($"The checkpoint '{checkpoint.Path}' does not say how to go on: it is not one of impasto stylize.", failure);
        }
    }

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
