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

/// <summary>The state of a clip in a folder, complete at every moment.</summary>
/// <remarks>
/// One file says how many frames are written; every shot that is begun and not written to its end has another, which
/// names its pictures. Files of pictures are written before the file that names them, and deleted after it no longer
/// does.
/// </remarks>
internal sealed class VideoCheckpoint
{
    private const string StateName = "state.json", ShotEnding = ".shot";
    private const int Version = 2;

    private readonly string _folder, _task;
    private int _next;

    /// <summary>Opens a folder, which is made if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="task">Identity of everything that the frames depend on.</param>
    /// <exception cref="FileException">It can't be made.</exception>
    /// <exception cref="ClipException">It has the state of another task, or a damaged one.</exception>
    public VideoCheckpoint(string folder, string task)
    {
        (_folder, _task) = (folder, task);
        AtomicFile.MakeFolder(folder);
        Pictures = new KeptPictures(folder);
        if (Head(folder) is not { } head)
            return;
        if ((string?)head["task"] != task)
        {
            throw new ClipException(
                $"'{folder}' has the state of another clip or recipe: name another folder, or delete it.");
        }

        (_next, Extra, MemoryLimit) = ((int)head["next"]!, (int)head["extra"]!, (long)head["memoryLimit"]!);
    }

    /// <summary>Frames that are written, by the file: shots may ask on their threads.</summary>
    public int Next => Volatile.Read(ref _next);

    /// <summary>How many shots without a cut before them are written to their end.</summary>
    public int Extra { get; private set; }

    /// <summary>The limit by which runs were planned; null before the first run.</summary>
    public long? MemoryLimit { get; private set; }

    /// <summary>The pictures in the folder.</summary>
    public KeptPictures Pictures { get; }

    /// <summary>Frames that are done by a folder's state; 0 if it has none.</summary>
    /// <exception cref="ClipException">The state can't be read.</exception>
    public static int FramesDone(string folder) => Head(folder) is { } head ? (int)head["next"]! : 0;

    /// <summary>Deletes a folder's state, and the folder if nothing else is in it.</summary>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        KeptPictures.TryDelete(Path.Combine(folder, StateName));
        string[] files = [.. Directory.EnumerateFiles(folder, $"*{ShotEnding}"),
            .. KeptPictures.Names(folder).Select(name => Path.Combine(folder, name))];
        foreach (string file in files)
            KeptPictures.TryDelete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
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
                $"{video.Steps} {video.CoarseSteps} {video.TemporalWeight} {video.FlowSide} {video.KeepsStill} "
                + $"{video.Passes}"),
            $"{task.FlowFolder is not null}",
            .. StylizeOptionCatalog.Read(task.Options).Select(option => $"{option.Key}={option.Value}"),
            .. task.Styles.Select(Identity),
            .. task.Regions.Select(region => string.Create(
                CultureInfo.InvariantCulture,
                $"{Identity(region.Mask)} {region.Strength} {string.Join(' ', region.Styles.Select(Identity))}")),
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }

    /// <summary>Notes how many frames are written.</summary>
    /// <param name="next">Their number.</param>
    /// <param name="extra">How many shots without a cut before them are written to their end.</param>
    /// <param name="memoryLimit">The limit by which runs are planned.</param>
    /// <exception cref="FileException">It can't be written; the state before it is still there.</exception>
    public void Keep(int next, int extra, long memoryLimit)
    {
        var head = new JsonObject
        {
            ["version"] = Version,
            ["task"] = _task,
            ["next"] = next,
            ["extra"] = extra,
            ["memoryLimit"] = memoryLimit,
        };
        Write(StateName, head.ToJsonString());
        (Extra, MemoryLimit) = (extra, memoryLimit);
        Volatile.Write(ref _next, next);
    }

    /// <summary>The state of a shot; null if it has none.</summary>
    /// <param name="first">Number of the shot's first frame.</param>
    /// <exception cref="ClipException">It is damaged.</exception>
    public KeptShot? Read(int first)
    {
        string path = PathOf(first);
        if (!File.Exists(path))
            return null;
        try
        {
            return KeptShot.Parse(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is FormatException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(_folder, failure);
        }
    }

    /// <summary>Keeps the state of a shot, whose pictures are there.</summary>
    /// <param name="first">Number of the shot's first frame.</param>
    /// <param name="shot">The state.</param>
    /// <exception cref="FileException">It can't be written; the state before it is still there.</exception>
    public void Keep(int first, KeptShot shot) => Write(NameOf(first), shot.Save());

    /// <summary>Deletes the state of a shot, and pictures of its frames.</summary>
    /// <param name="first">Number of its first frame.</param>
    /// <param name="end">Number of the frame after its last one.</param>
    public void Forget(int first, int end)
    {
        KeptPictures.TryDelete(PathOf(first));
        Trim(first, end, _ => false);
    }

    /// <summary>Deletes pictures of a shot's frames.</summary>
    /// <param name="first">Number of its first frame.</param>
    /// <param name="end">Number of the frame after its last one.</param>
    /// <param name="isNeeded">Which of them stay, by their names.</param>
    public void Trim(int first, int end, Func<string, bool> isNeeded)
    {
        foreach (string name in KeptPictures.Names(_folder))
        {
            int number = KeptPictures.NumberOf(name);
            if (number >= first && number < end && !isNeeded(name))
                Pictures.Delete(name);
        }
    }

    /// <summary>The failure of a state that can't be read.</summary>
    internal static ClipException Damaged(string folder, Exception failure) =>
        new($"The state in '{folder}' can't be read: delete the folder to begin again.", failure);

    private static string Identity(WeightedStyle style) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Hash(style.Picture)} {style.Weight} {string.Join(',', style.Layers ?? [])} {Identity(style.Mask)} "
        + $"{(style.FineStrokes is { } strokes ? Hash(strokes) : "")}");

    private static string Hash(Picture picture) => Convert.ToHexStringLower(KeptPictures.HashOf(picture));

    private static string Identity(Mask? mask) => mask is null
        ? ""
        : $"{mask.Width} " + Convert.ToHexStringLower(
            SHA256.HashData(MemoryMarshal.AsBytes(mask.Values.AsSpan())));

    private static JsonObject? Head(string folder)
    {
        string path = Path.Combine(folder, StateName);
        if (!File.Exists(path))
            return null;
        try
        {
            JsonObject head = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
            return (int)head["version"]! == Version && (int)head["next"]! >= 0 && (int)head["extra"]! >= 0
                && (long)head["memoryLimit"]! >= 0
                ? head : throw new FormatException("Expected a known version.");
        }
        catch (Exception failure) when (failure
            is JsonException or InvalidOperationException or NullReferenceException or FormatException
            or OverflowException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(folder, failure);
        }
    }

    private static string NameOf(int first) => string.Create(CultureInfo.InvariantCulture, $"{first:D6}{ShotEnding}");

    private string PathOf(int first) => Path.Combine(_folder, NameOf(first));

    private void Write(string name, string text) => AtomicFile.Rewrite(
        Path.Combine(_folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
