using Impasto.Imaging;
using Impasto.Storage;

namespace Impasto.Cli.Clips;

/// <summary>A folder for painted frames; each file is complete or not there.</summary>
internal sealed class LiveFolder
{
    private readonly string _folder;
    private readonly string _ending;
    private readonly bool _force;
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>Makes the folder if it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ending">The ending of its files, with the dot.</param>
    /// <param name="force">Whether files that exist already are replaced.</param>
    /// <exception cref="FileException">It can't be made.</exception>
    public LiveFolder(string folder, string ending, bool force)
    {
        (_folder, _ending, _force) = (folder, ending, force);
        AtomicFile.MakeFolder(folder);
    }

    /// <summary>Whether a frame was painted by an earlier call.</summary>
    /// <param name="name">The name of its file.</param>
    public bool HasEarlier(string name) => !_force && !_written.Contains(FileOf(name)) && File.Exists(FileOf(name));

    /// <summary>
    /// Writes a painted frame. One that this call wrote before is replaced: its photograph has changed.
    /// </summary>
    /// <param name="picture">The frame.</param>
    /// <param name="name">The name of the file that it was made from, or its number.</param>
    /// <exception cref="ImpastoException">It exists already, or can't be written.</exception>
    public void Write(Picture picture, string name)
    {
        string file = FileOf(name);
        PictureWriter.Write(
            picture, file, new PictureWriteOptions { Overwrite = _force || _written.Contains(file) });
        _written.Add(file);
    }

    // a.jpg becomes a.png; a.tif beside it becomes a.tif.png.
    private string FileOf(string name)
    {
        string stem = Path.GetFileNameWithoutExtension(name);
        bool isFirst = _sources.TryAdd(stem, name) || _sources[stem] == name;
        return Path.Combine(_folder, (isFirst ? stem : name) + _ending);
    }
}
