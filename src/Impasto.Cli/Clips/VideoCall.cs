using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Impasto.Cli.Requests;
using Impasto.Cli.Words;
using Impasto.Storage;
using Impasto.Video.Frames;
using Impasto.Video.Painting;

namespace Impasto.Cli.Clips;

/// <summary>The call that began a clip, kept in the folder of its state so that impasto resume can continue.</summary>
internal static class VideoCall
{
    private const string FileName = "call.json";
    private const int Version = 1;

    /// <summary>Whether a folder has a call.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Keeps a call in its folder, which is made if it is missing.</summary>
    /// <exception cref="FileException">It can't be written.</exception>
    public static void Keep(VideoRequest request)
    {
        AtomicFile.MakeFolder(request.StateFolder);

        StylizeRequest painting = request.Painting;
        RunRecord record = painting.Record.WithPictures(
            picture => PictureName.IsAddress(picture.Name)
                ? picture
                : picture with { Name = Path.GetFullPath(picture.Name) });
        if (File.Exists(record.Network.Name))
            record = record with { Network = record.Network with { Name = Path.GetFullPath(record.Network.Name) } };
        var call = new JsonObject
        {
            ["version"] = Version,
            ["record"] = record.ToJson(),
            ["output"] = Path.GetFullPath(request.Output),
            ["from"] = request.Part.From?.TotalSeconds,
            ["to"] = request.Part.To?.TotalSeconds,
            ["fps"] = request.Part.Rate?.ToString(),
            ["codec"] = request.Codec.ToString(),
            ["steps"] = request.Video.Steps,
            ["coarseSteps"] = request.Video.CoarseSteps,
            ["temporalWeight"] = request.Video.TemporalWeight,
            ["flowSide"] = request.Video.FlowSide,
            ["keepsStill"] = request.Video.KeepsStill,
            ["passes"] = request.Video.Passes,
            ["jobs"] = request.Jobs,
            ["flow"] = request.FlowFolder is null ? null : Path.GetFullPath(request.FlowFolder),
            ["device"] = painting.Device,
            ["threads"] = painting.Threads,
            ["memory"] = painting.Memory,
            ["maxPixels"] = painting.MaxPixels,
        };
        AtomicFile.Rewrite(
            Path.Combine(request.StateFolder, FileName),
            stream => stream.Write(Encoding.UTF8.GetBytes(call.ToJsonString())));
    }

    /// <summary>Reads the call that a folder keeps.</summary>
    /// <exception cref="ImpastoException">There is none, or it can't be read.</exception>
    public static VideoRequest Read(string folder)
    {
        try
        {
            JsonNode call = JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, FileName)))!;
            if ((int)call["version"]! != Version)
                throw new FormatException("Expected a known version.");
            StylizeRequest painting = new()
            {
                Record = RunRecord.Parse((string)call["record"]!),
                Output = "",
                Device = (string)call["device"]!,
                Threads = (int)call["threads"]!,
                Memory = (long?)call["memory"],
                MaxPixels = (long?)call["maxPixels"],
            };
            return new VideoRequest
            {
                Painting = painting,
                Output = (string)call["output"]!,
                StateFolder = folder,
                Part = new ClipReadOptions
                {
                    From = Time(call["from"]),
                    To = Time(call["to"]),
                    Rate = FrameRate.TryParse((string?)call["fps"], out FrameRate rate) ? rate : null,
                    MaxPixels = painting.Limits.MaxPixels,
                },
                FlowFolder = (string?)call["flow"],
                Codec = Enum.Parse<ClipCodec>((string)call["codec"]!),
                Video = new VideoOptions
                {
                    Steps = (int)call["steps"]!,
                    CoarseSteps = (int)call["coarseSteps"]!,
                    TemporalWeight = (double)call["temporalWeight"]!,
                    FlowSide = (int)call["flowSide"]!,
                    KeepsStill = (bool)call["keepsStill"]!,
                    Passes = (int)call["passes"]!,
                },
                Jobs = (int)call["jobs"]!,
            };
        }
        catch (Exception failure) when (failure is JsonException or NullReferenceException or InvalidOperationException
            or FormatException or OverflowException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{folder}' can't be resumed: impasto video did not write it.", failure);
        }
    }

    /// <summary>Removes the call, and the folder if nothing else is in it.</summary>
    public static void Forget(string folder)
    {
        File.Delete(Path.Combine(folder, FileName));
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static TimeSpan? Time(JsonNode? seconds) =>
        seconds is null ? null : TimeSpan.FromSeconds((double)seconds);
}
