using System.Security.Cryptography;
using System.Text;
using Impasto.Cli.Words;

namespace Impasto.Cli.Queue;

/// <summary>The name of a pair's picture: photo_painting-1f3a9c20.</summary>
/// <remarks>
/// It depends on the pair only, so a picture has the same name whatever else is in its folder. The digits are a hash
/// of both paths and the pair's own options: two pairs never have one name. Paths are relative to the folder of the
/// results, so that a project can be moved.
/// </remarks>
internal static class PairName
{
    private const int Digits = 8;

    // File systems allow 255 bytes for a name.
    private const int LongestStem = 100;

    /// <summary>The name without its ending.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="folder">The folder of the results.</param>
    public static string Of(Pair pair, string folder)
    {
        string[] parts =
        [
            Relative(pair.Content), Relative(pair.Style),
            .. pair.Options.Select(option => $"{option.Key}={option.Value}"),
        ];
        return $"{Stem(pair.Content)}_{Stem(pair.Style)}-{Hash(string.Join('\n', parts))}";

        string Relative(string path) => PictureName.IsAddress(path)
            ? path
            : Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path)).Replace('\\', '/');
    }

    /// <summary>The first digits of a text's SHA-256.</summary>
    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];

    private static string Stem(string picture)
    {
        string stem = PictureName.Stem(picture);
        while (Encoding.UTF8.GetByteCount(stem) > LongestStem)
            stem = stem[..^(stem.Length > 1 && char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        return stem;
    }
}
