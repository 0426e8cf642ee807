using Impasto.Imaging;

namespace Impasto.Cli.Queue;

/// <summary>Finds the pictures for words such as a folder, a pattern like photos/*.jpg, or a file.</summary>
/// <param name="results">Full paths of results: folders and patterns leave them out.</param>
internal sealed class PictureSearch(IReadOnlySet<string> results)
{
    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);

    /// <summary>Pictures that were left out because their format is not read here.</summary>
    public IReadOnlyCollection<string> LeftOut => _leftOut;

    /// <summary>The pictures for some words, each once.</summary>
    /// <param name="option">The option that has the words.</param>
    /// <param name="words">The words. A file that exists wins over a pattern.</param>
    /// <exception cref="ImpastoException">There are no pictures for a word.</exception>
    public IReadOnlyList<string> Find(string option, IEnumerable<string> words)
    {
        List<string> found = [];
        foreach (string word in words)
        {
            string[] pictures = [.. Find(word).Order(StringComparer.Ordinal)];
            if (pictures.Length == 0)
                throw new ImpastoException($"{option} '{word}': no picture was found{Why()}.");
            found.AddRange(pictures);
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private string Why() => _leftOut.Count == 0 ? "" : $"; not read here: {string.Join(", ", _leftOut.Take(3))}";

    private IEnumerable<string> Find(string word)
    {
        try
        {
            if (Directory.Exists(word))
                return [.. Directory.EnumerateFiles(word).Where(file => IsVisible(file) && IsPicture(file))];
            string pattern = Path.GetFileName(word);
            string folder = Path.GetDirectoryName(word) is { Length: > 0 } named ? named : ".";
            bool isPattern = pattern.AsSpan().ContainsAny('*', '?') && !File.Exists(word);
            if (!isPattern)
                return [word];
            if (!Directory.Exists(folder))
                return [];
            IEnumerable<string> files = Directory.EnumerateFiles(folder, pattern)
                .Where(file => (pattern[0] == '.' || IsVisible(file)) && IsReadable(file) && IsInput(file));
            return [.. folder == "." ? files.Select(file => Path.GetFileName(file)) : files];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ImpastoException($"'{word}' can't be searched for pictures: {failure.Reason()}.", failure);
        }
    }

    // Such as ._photo.jpg, which macOS writes beside photo.jpg on other disks.
    private static bool IsVisible(string file) => Path.GetFileName(file)[0] != '.';

    private bool IsPicture(string file) =>
        IsReadable(file) && IsInput(file)
        && PictureFormat.All.Any(format => format.HasExtension(Path.GetExtension(file)));

    private bool IsInput(string file) => !results.Contains(Path.GetFullPath(file));

    private bool IsReadable(string file)
    {
        bool isReadable = !PictureFormat.UnreadExtensions
            .Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);
        if (!isReadable)
            _leftOut.Add(Path.GetFileName(file));
        return isReadable;
    }
}
