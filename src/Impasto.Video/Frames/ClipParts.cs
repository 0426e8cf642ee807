using System.Globalization;
using System.Text;
using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Video.Frames;

/// <summary>The frames of a clip in a folder: encoded parts of equal length, and the frames after them as they
/// are.</summary>
/// <remarks>
/// Where a part begins depends on a frame's number only, so a clip that was continued has the bits of one that was
/// not. A part is complete or not there; the frames after the last one are kept without loss until theirs is.
/// </remarks>
internal sealed class ClipParts
{
    /// <summary>Frames of a part: a second, as far apart as key frames usually are.</summary>
    public const int Length = 24;

    private const string Ending = ".part.nut";
    private const string LooseName = "frames.ppm";
    private const string ListName = "parts.txt";

    private readonly string _folder;

    /// <summary>Opens a folder; it is made if it is missing.</summary>
    /// <exception cref="FileException">It can't be made.</exception>
    public ClipParts(string folder)
    {
        _folder = folder;
        AtomicFile.MakeFolder(folder);

        while (File.Exists(PartOf(Count)))
            Count++;
    }

    /// <summary>Number of complete parts.</summary>
    public int Count { get; private set; }

    /// <summary>A new name for a part: a program that was killed may have left an encoder that still runs.</summary>
    public string NewPart() => Path.Combine(_folder, $"{Guid.NewGuid():N}.begun.nut");

    /// <summary>A name for what is copied from a source, of a kind of file.</summary>
    public string Copied(string ending) => Path.Combine(_folder, $"copied{ending}");

    /// <summary>Adds a complete part; its frames need not be kept any more.</summary>
    public void Add(string part)
    {
        File.Move(part, PartOf(Count), overwrite: true);
        Count++;
        File.Delete(Loose);
    }

    /// <summary>Keeps a frame.</summary>
    /// <param name="frame">The frame as the encoder gets it.</param>
    public void Keep(ReadOnlySpan<byte> frame)
    {
        using FileStream file = new(Loose, FileMode.Append, FileAccess.Write);
        file.Write(frame);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Reads the first kept frames and removes the others.</summary>
    /// <param name="count">Number of frames; fewer if there are fewer.</param>
    public List<Picture> Kept(int count)
    {
        List<Picture> frames = [];
        if (!File.Exists(Loose))
            return frames;
        using FileStream file = new(Loose, FileMode.Open, FileAccess.ReadWrite);
        try
        {
            while (frames.Count < count && PpmStream.Read(file, PictureLimits.MostPixels) is { } frame)
                frames.Add(frame);
            file.SetLength(file.Position);
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            // The program was killed while it wrote this frame: it is made again.
        }

        return frames;
    }

    /// <summary>Arguments with which ffmpeg reads all parts as one clip.</summary>
    /// <param name="rest">The frames after the last part; null for none.</param>
    /// <param name="restLength">Number of these frames.</param>
    /// <param name="rate">Frames per second.</param>
    public string[] Input(string? rest, int restLength, FrameRate rate)
    {
        StringBuilder list = new("ffconcat version 1.0\n");
        for (int part = 0; part < Count; part++)
            Append(PartOf(part), Length);
        if (rest is not null)
            Append(rest, restLength);
        string path = Path.Combine(_folder, ListName);
        File.WriteAllText(path, list.ToString());
        return ["-f", "concat", "-i", ClipProbe.FileName(path)];

        void Append(string file, int frames) => list
            .Append(CultureInfo.InvariantCulture, $"file {Path.GetFileName(file)}\n")
            .Append(CultureInfo.InvariantCulture, $"duration {frames / rate.PerSecond:0.000000}\n");
    }

    /// <summary>Deletes what is in a folder by this class, and the folder if nothing else is in it.</summary>
    /// <param name="folder">The folder; it may be missing.</param>
    public static void Delete(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        string[] own = [.. ((string[])["*.nut", "copied.*", LooseName, ListName])
            .SelectMany(pattern => Directory.EnumerateFiles(folder, pattern))];
        foreach (string file in own)
            File.Delete(file);
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private string Loose => Path.Combine(_folder, LooseName);

    private string PartOf(int number) =>
        Path.Combine(_folder, number.ToString("D6", CultureInfo.InvariantCulture) + Ending);
}
