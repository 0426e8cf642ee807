using Impasto.Cli.Shell;

namespace Impasto.Cli.Words;

/// <summary>Names of pictures: paths, http(s) addresses, and - for standard input.</summary>
internal static class PictureName
{
    private const string PageMark = "#page=";

    /// <summary>True for an address on the web.</summary>
    public static bool IsAddress(string picture) =>
        picture.Contains("://", StringComparison.Ordinal) && !File.Exists(picture);

    /// <summary>The file of FILE#page=N; any other name, and that of a file which ends like that, as it is.</summary>
    public static string WithoutPage(string picture)
    {
        int page = picture.LastIndexOf(PageMark, StringComparison.Ordinal);
        return page < 0 || File.Exists(picture) ? picture : picture[..page];
    }

    /// <summary>Whether the file of a picture exists; its name may have a page.</summary>
    public static bool Exists(string picture) => File.Exists(WithoutPage(picture));

    /// <summary>Whether an = belongs to #page=N.</summary>
    public static bool IsOfPage(string text, int sign) =>
        sign + 1 < text.Length && char.IsAsciiDigit(text[sign + 1])
        && text.AsSpan(0, sign + 1).EndsWith(PageMark, StringComparison.Ordinal);

    /// <summary>Refuses a folder where a file is expected.</summary>
    /// <param name="option">The option that has the path.</param>
    /// <param name="path">The path.</param>
    /// <param name="example">A name for the file in that folder.</param>
    /// <exception cref="WrongCallException">The path is empty, or names a folder.</exception>
    public static void RequireFile(string option, string path, string example)
    {
        if (path.Length == 0)
            throw new WrongCallException($"{option}: expected a file, got an empty name.");
        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            throw new WrongCallException(
                $"{option}: expected a file, got the folder '{path}': name a file in it, such as "
                + $"{Path.Combine(path, example)}.");
        }
    }

    /// <summary>The name without folder, ending and query, for the name of a result.</summary>
    public static string Stem(string picture)
    {
        if (picture == "-")
            return "stylized";
        bool isAddress = Uri.TryCreate(picture, UriKind.Absolute, out Uri? url) && !url.IsFile;
        string path = isAddress ? url!.AbsolutePath : picture;
        string stem = Path.GetFileNameWithoutExtension(path);
        return stem.Length > 0 ? stem : "picture";
    }
}
