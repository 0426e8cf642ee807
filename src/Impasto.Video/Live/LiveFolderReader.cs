using Impasto.Imaging;
using Impasto.Video.Frames;

namespace Impasto.Video.Live;

/// <summary>Reads the pictures of a folder as they come into it.</summary>
/// <remarks>
/// The folder is looked at again and again, which works on every disk and network. A picture that grows between two
/// looks is not complete yet. Hidden files, files of other kinds and folders are left out; a file that is replaced
/// comes again.
/// </remarks>
public sealed class LiveFolderReader : ILiveReader
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly LiveFolderOptions _options;
    private readonly PictureReader _reader;
    private readonly Dictionary<string, (long Length, DateTime Written)> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _ready = new();
    private HashSet<string> _growing = new(StringComparer.Ordinal);
    private bool _hasLooked;

    /// <summary>Prepares a folder; nothing is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">What is read, and when it ends; null takes the defaults.</param>
    /// <param name="reader">Reads the pictures; null takes one with the default limits.</param>
    /// <exception cref="ClipException">There is no such folder.</exception>
    public LiveFolderReader(string folder, LiveFolderOptions? options = null, PictureReader? reader = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (_folder, _options, _reader) = (folder, options ?? new LiveFolderOptions(), reader ?? new PictureReader());
        if (!Directory.Exists(folder))
            throw new ClipException($"The folder '{folder}' can't be read: there is no such folder.");
    }

    /// <inheritdoc/>
    public int Dropped { get; private set; }

    /// <summary>Pictures that were left out because <see cref="LiveFolderOptions.IsDone"/> said so.</summary>
    public int LeftOut { get; private set; }

    /// <inheritdoc/>
    public LivePicture? Read(CancellationToken cancellation = default)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!_options.Once || !_hasLooked)
                Look();
            while (_ready.Count > 1 && !_options.TakesAll && !_options.Once)
            {
                _ready.Dequeue();
                Dropped++;
            }

            if (_ready.TryDequeue(out string? file))
                return new LivePicture(_reader.Read(file), Path.GetFileName(file));
            if (_options.Once)
                return null;
            cancellation.WaitHandle.WaitOne(LookEvery);
        }
    }

    /// <summary>Does nothing: no file is open between two pictures.</summary>
    public void Dispose()
    {
    }

    // In the order in which they were written; those of the same moment by the numbers in their names.
    private void Look()
    {
        FileInfo[] files;
        try
        {
            files = [.. new DirectoryInfo(_folder).EnumerateFiles()
                .Where(file => !file.Name.StartsWith('.')
                    && PictureFormat.All.Any(format => format.HasExtension(file.Extension)))
                .OrderBy(file => _options.Once ? default : file.LastWriteTimeUtc)
                .ThenBy(file => file.Name, NumberedNames.Order)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ClipException($"The folder '{_folder}' can't be read: {failure.Reason()}.", failure);
        }

        HashSet<string> growing = new(StringComparer.Ordinal);
        foreach (FileInfo file in files)
        {
            (long, DateTime) now = (file.Length, file.LastWriteTimeUtc);
            bool isSame = _seen.TryGetValue(file.FullName, out (long, DateTime) before) && before == now;
            if (isSame && !_growing.Contains(file.FullName))
                continue;
            _seen[file.FullName] = now;
            if (!isSame && !_options.Once)
                growing.Add(file.FullName);
            else if (_options.IsDone(file.Name))
                LeftOut++;
            else
                _ready.Enqueue(file.FullName);
        }

        (_growing, _hasLooked) = (growing, true);
    }
}
