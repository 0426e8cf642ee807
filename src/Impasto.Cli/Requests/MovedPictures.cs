using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Jobs;
using Impasto.Records;

namespace Impasto.Cli.Requests;

/// <summary>Finds the pictures of an earlier run where they are now: in a folder and the folders in it.</summary>
internal sealed class MovedPictures
{
    private readonly string[] _files;
    private readonly Dictionary<string, string?> _hashes = new(StringComparer.Ordinal);

    /// <summary>Lists the files; none is read yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="WrongCallException">It does not exist.</exception>
    public MovedPictures(string folder)
    {
        if (!Directory.Exists(folder))
            throw new WrongCallException($"--pictures: expected a folder, got '{folder}'.");
        try
        {
            _files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{folder}' can't be searched for pictures: {failure.Reason()}.", failure);
        }
    }

    /// <summary>
    /// The picture's place: a file with its content, whatever its name; otherwise one of its name; otherwise as
    /// recorded.
    /// </summary>
    /// <param name="picture">The picture as it was recorded.</param>
    public RecordedPicture Find(RecordedPicture picture)
    {
        string file = PictureName.WithoutPage(picture.Name), page = picture.Name[file.Length..];
        string name = Path.GetFileName(file.Replace('\\', '/'));
        string[] named = [.. _files.Where(there => Path.GetFileName(there) == name)];
        string? same = picture.Sha256 is { } hash
            ? named.Concat(_files.Except(named)).FirstOrDefault(there => HashOf(there) == hash)
            : null;
        return (same ?? named.FirstOrDefault()) is { } found
            ? picture with { Name = Path.GetFullPath(found) + page }
            : picture;
    }

    private string? HashOf(string file)
    {
        if (!_hashes.TryGetValue(file, out string? hash))
            _hashes[file] = hash = JobPictures.HashOf(file);
        return hash;
    }
}
