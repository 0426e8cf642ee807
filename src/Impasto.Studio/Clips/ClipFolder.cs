using Impasto.Studio.Storage;
using Impasto.Video.Frames;

namespace Impasto.Studio.Clips;

/// <summary>A folder for a clip's file, which ffmpeg can read only by a path; removed when it is disposed of.</summary>
internal sealed class ClipFolder : IDisposable
{
    private readonly string _name;

    /// <summary>Creates the folder and writes the clip.</summary>
    /// <param name="work">Where the folder is.</param>
    /// <param name="bytes">The clip's file.</param>
    /// <param name="name">What messages call it.</param>
    public ClipFolder(WorkFolder work, byte[] bytes, string name)
    {
        _name = name;
        Path = System.IO.Path.Combine(work.Path, $"clip-{Guid.NewGuid():N}");
        PrivateFiles.CreateFolder(Path);
        using FileStream file = PrivateFiles.Open(Clip, FileMode.CreateNew);
        file.Write(bytes);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The clip's file.</summary>
    public string Clip => File("clip");

    /// <summary>A file of the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>The same failure without the folder: people know the clip by its own name.</summary>
    public ClipException Named(ClipException failure) => new(
        failure.Message
            .Replace($"file:{Clip}", _name, StringComparison.Ordinal)
            .Replace(Clip, _name, StringComparison.Ordinal)
            .Replace(Path + System.IO.Path.DirectorySeparatorChar, "", StringComparison.Ordinal),
        failure);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next start of the studio removes it with the folder around it.
        }
    }
}
