using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Impasto.Imaging;
using Impasto.Storage;
using Impasto.Video.Frames;

namespace Impasto.Video.Painting;

/// <summary>The state of a clip in a folder, complete after every frame.</summary>
/// <remarks>
/// A frame adds two files, its result and the pixels as they were painted last; then the file that names those that
/// count is replaced, and the others are deleted. So at every moment the folder holds the state after some frame.
/// </remarks>
internal sealed class VideoCheckpoint
{
    private const string StateName = "state.json";
    private const int Version = 1;

    private readonly string _folder, _task;
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);

    /// <summary>Opens a folder, which is made if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="task">Identity of everything that the frames depend on.</param>
    /// <exception cref="FileException">It can't be made.</exception>
    public VideoCheckpoint(string folder, string task)
    {
        (_folder, _task) = (folder, task);
        AtomicFile.MakeFolder(folder);
    }

    /// <summary>Frames that are done by a folder's state; 0 if it has none.</summary>
    /// <exception cref="ClipException">The state can't be read.</exception>
    public static int FramesDone(string folder) => Head(folder) is { } head ? (int)head["next"]! : 0;

    /// <summary>Deletes a folder's state, and the folder if nothing else is in it.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        TryDelete(Path.Combine(folder, StateName));
        foreach (string file in Pictures(folder).ToArray())
            TryDelete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <summary>Identity of a picture.</summary>
    public static string HashOf(Picture picture)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(HeadOf(picture));
        hash.AppendData(MemoryMarshal.AsBytes(picture.Pixels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes((picture.Alpha ?? []).AsSpan()));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Identity of a task.</summary>
    public static string IdentityOf(VideoTask task, ClipSurvey survey, string network)
    {
        VideoOptions video = task.Video;
        IEnumerable<string> parts =
        [
            network,
            string.Create(CultureInfo.InvariantCulture, $"{survey.Frames} {survey.Size}"),
            string.Join(' ', survey.Shots.Select(shot => shot.First.ToString(CultureInfo.InvariantCulture))),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{video.Steps} {video.CoarseSteps} {video.TemporalWeight} {video.FlowSide} {video.KeepsStill}"),
            $"{task.FlowFolder is not null}",
            .. StylizeOptionCatalog.Read(task.Options).Select(option => $"{option.Key}={option.Value}"),
            .. task.Styles.Select(style => string.Create(
                CultureInfo.InvariantCulture,
                $"{HashOf(style.Picture)} {style.Weight} {string.Join(',', style.Layers ?? [])} {MaskOf(style)}")),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));

        static string MaskOf(WeightedStyle style) => style.Mask is not { } mask
            ? ""
            : Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(mask.Values.AsSpan())));
    }

    /// <summary>Keeps the state after a frame.</summary>
    /// <param name="next">Number of the frame that comes next.</param>
    /// <param name="memoryLimit">The limit by which runs were planned.</param>
    /// <param name="frame">The latest frame.</param>
    /// <param name="shot">Its shot.</param>
    /// <exception cref="FileException">It can't be written; the state before it is still there.</exception>
    public void Keep(int next, long memoryLimit, Picture frame, ShotState shot)
    {
        var results = new JsonArray();
        foreach (PaintedFrame earlier in shot.Earlier)
            results.Add((JsonNode)Entry(earlier.Number, "result", earlier.Result));
        var head = new JsonObject
        {
            ["version"] = Version,
            ["task"] = _task,
            ["next"] = next,
            ["memoryLimit"] = memoryLimit,
            ["frame"] = HashOf(frame),
            ["shot"] = shot.Number,
            ["first"] = shot.First,
            ["loss"] = shot.Loss,
            ["held"] = shot.Held.Save(),
            ["coarseHeld"] = shot.CoarseHeld.Save(),
            ["results"] = results,
            ["painted"] = Entry(shot.Painted.Number, "painted", shot.Painted.Picture),
        };
        AtomicFile.Rewrite(
            Path.Combine(_folder, StateName), stream => stream.Write(Encoding.UTF8.GetBytes(head.ToJsonString())));
        HashSet<string> named = [.. results.Append(head["painted"]).Select(entry => (string)entry!["file"]!)];
        foreach (string file in Pictures(_folder).Where(file => !named.Contains(Path.GetFileName(file))).ToArray())
        {
            _hashes.Remove(Path.GetFileName(file));
            TryDelete(file);
        }
    }

    /// <summary>The state that is kept; null if there is none.</summary>
    /// <exception cref="ClipException">It is of another task, or damaged.</exception>
    public KeptShot? Read()
    {
        if (Head(_folder) is not { } head)
            return null;
        try
        {
            if ((string?)head["task"] != _task)
            {
                throw new ClipException(
                    $"'{_folder}' has the state of another clip or recipe: name another folder, or delete it.");
            }

            JsonNode painted = head["painted"]!;
            return new KeptShot(
                (int)head["next"]!,
                (long)head["memoryLimit"]!,
                (string)head["frame"]!,
                (int)head["shot"]!,
                (int)head["first"]!,
                (double)head["loss"]!,
                ((string)head["held"]!, (string)head["coarseHeld"]!),
                [.. head["results"]!.AsArray().Select(entry => ((int)entry!["number"]!, PictureOf(entry)))],
                new PaintedPixels((int)painted["number"]!, PictureOf(painted)));
        }
        catch (Exception failure) when (failure
            is InvalidOperationException or NullReferenceException or FormatException or ArgumentException
            or IOException or UnauthorizedAccessException)
        {
            throw Damaged(_folder, failure);
        }
    }

    // A file too many only takes room.
    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next frame tries again.
        }
    }

    private static JsonObject? Head(string folder)
    {
        string path = Path.Combine(folder, StateName);
        if (!File.Exists(path))
            return null;
        try
        {
            JsonObject head = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            return (int)head["version"]! == Version && (int)head["next"]! > 0
                ? head : throw new FormatException("Expected a known version.");
        }
        catch (Exception failure) when (failure
            is JsonException or InvalidOperationException or NullReferenceException or FormatException or IOException
            or UnauthorizedAccessException)
        {
            throw Damaged(folder, failure);
        }
    }

    private static ClipException Damaged(string folder, Exception failure) =>
        new($"The state in '{folder}' can't be read: delete the folder to begin again.", failure);

    private static IEnumerable<string> Pictures(string folder) =>
        Directory.EnumerateFiles(folder, "*.result").Concat(Directory.EnumerateFiles(folder, "*.painted"));

    // Writes a picture that is not there yet.
    private JsonObject Entry(int number, string kind, Picture picture)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{number:D6}.{kind}");
        if (!_hashes.TryGetValue(name, out string? hash))
        {
            // What a killed program left of it is replaced: the frame is made again.
            AtomicFile.Rewrite(Path.Combine(_folder, name), stream =>
            {
                stream.Write(HeadOf(picture));
                stream.Write(MemoryMarshal.AsBytes(picture.Pixels.AsSpan()));
                stream.Write(MemoryMarshal.AsBytes((picture.Alpha ?? []).AsSpan()));
            });
            _hashes[name] = hash = HashOf(picture);
        }

        return new JsonObject { ["number"] = number, ["file"] = name, ["sha256"] = hash };
    }

    private Picture PictureOf(JsonNode entry)
    {
        string name = (string)entry["file"]!, hash = (string)entry["sha256"]!;
        byte[] bytes = File.ReadAllBytes(Path.Combine(_folder, Path.GetFileName(name)));
        int width = BinaryPrimitives.ReadInt32LittleEndian(bytes),
            height = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
        bool hasAlpha = bytes[8] != 0;
        int plane = checked(width * height);
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeadLength));
        var picture = new Picture(
            width, height, values[..(3 * plane)].ToArray(),
            hasAlpha ? values.Slice(3 * plane, plane).ToArray() : null);
        if (HashOf(picture) != hash)
            throw new FormatException($"'{name}' is damaged.");
        _hashes[name] = hash;
        return picture;
    }

    private const int HeadLength = 12;

    private static byte[] HeadOf(Picture picture)
    {
        byte[] head = new byte[HeadLength];
        BinaryPrimitives.WriteInt32LittleEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), picture.Height);
        head[8] = picture.Alpha is null ? (byte)0 : (byte)1;
        return head;
    }
}
