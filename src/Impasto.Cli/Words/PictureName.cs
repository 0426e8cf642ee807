namespace Impasto.Cli.Words;

/// <summary>Names of pictures: paths, http(s) addresses, and - for standard input.</summary>
internal static class PictureName
{
    /// <summary>True for an address on the web.</summary>
    public static bool IsAddress(string picture) =>
        picture.Contains("://", StringComparison.Ordinal) && !File.Exists(picture);

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
