using System.Text.Json;
using System.Text.Json.Nodes;

namespace Impasto.Cli.Requests;

/// <summary>The part of a checkpoint that the command line adds to the run: files, device, reports.</summary>
internal static class ResumeNote
{
    /// <summary>Writes the note for a call.</summary>
    public static string Write(StylizeRequest request) => new JsonObject
    {
        ["folder"] = Path.GetFullPath(request.Folder.Length == 0 ? "." : request.Folder),
        ["output"] = request.IsPiped ? request.Output : Path.GetFullPath(request.Output),
        ["timeLimit"] = request.TimeLimit?.TotalSeconds,
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

    /// <summary>Reads the call that made a checkpoint.</summary>
    /// <exception cref="ImpastoException">Another program made the checkpoint.</exception>
    public static StylizeRequest Read(StylizeCheckpoint checkpoint)
    {
        try
        {
            JsonNode note = JsonNode.Parse(checkpoint.Note)!;
            return new StylizeRequest
            {
                Record = checkpoint.Record,
                Folder = Text(note["folder"]),
                Output = Text(note["output"]),
                From = checkpoint,
                Keep = new KeepOptions(checkpoint.Path, (int)note["checkpointEvery"]!),
                Report = new ReportOptions(
                    (int)note["every"]!,
                    (string?)note["frames"],
                    (string?)note["trace"],
                    (string?)note["figure"],
                    Video: (string?)note["video"]),
                Device = Text(note["device"]),
                Threads = (int)note["threads"]!,
                Memory = (long?)note["memory"],
                MaxPixels = (long?)note["maxPixels"],
                TimeLimit = (double?)note["timeLimit"] is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            };
        }
        catch (Exception failure) when (failure is JsonException or NullReferenceException
            or InvalidOperationException or FormatException or OverflowException or ArgumentException)
        {
            throw new ImpastoException(
                $"The checkpoint '{checkpoint.Path}' can't be resumed: impasto stylize did not write it.",
                failure);
        }
    }

    private static string Text(JsonNode? node) =>
        (string?)node is { } text && !text.Contains('\0', StringComparison.Ordinal)
            ? text
            : throw new FormatException();

    private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
}
