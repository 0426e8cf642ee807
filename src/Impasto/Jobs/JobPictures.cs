using System.Security.Cryptography;
using Impasto.Imaging;
using Impasto.Imaging.Files;

namespace Impasto.Jobs;

/// <summary>Reads the pictures of jobs from files, pipes, addresses and standard input, with their hashes.</summary>
/// <param name="reader">Reads the pictures.</param>
/// <param name="folder">Folder to which relative paths belong; empty (the default) for the current one.</param>
/// <param name="hash">Hashes a file, for callers that know its hash already; null (the default) reads the file.</param>
public sealed class JobPictures(PictureReader reader, string folder = "", Func<string, string?>? hash = null)
{
    /// <summary>Reads a picture.</summary>
    /// <param name="name">A path, an http(s) address, or - for standard input.</param>
    /// <param name="cancellation">Ends a download, or the wait for standard input.</param>
    /// <exception cref="PictureException">It can't be fetched or read, or exceeds the limits.</exception>
    public async Task<LoadedPicture> ReadAsync(string name, CancellationToken cancellation)
    {
        string path = IsPath(name) ? Path.Combine(folder, name) : name;
        if (await reader.FetchAsync(path, cancellation) is { } bytes)
            return Decode(bytes, name);
        string file = PicturePage.Of(path).Source;
        Task<string?> hashing = Task.Run(() => (hash ?? HashOf)(file), CancellationToken.None);
        Picture picture = await reader.ReadAsync(path, cancellation);
        return new LoadedPicture(picture, await hashing);
    }

    /// <summary>Reads a picture whose file was fetched before.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="PictureException">It can't be read, or exceeds the limits.</exception>
    public LoadedPicture Decode(byte[] bytes, string name) =>
        new(reader.Decode(bytes, name), Convert.ToHexStringLower(SHA256.HashData(bytes))) { Bytes = bytes };

    // Anything but standard input and addresses; a name with a colon may be a file's.
    private static bool IsPath(string name) => PicturePage.Of(name).Source != "-"
        && !name.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>SHA-256 of a file in hexadecimal; null if it can't be read.</summary>
    /// <param name="path">The file.</param>
    public static string? HashOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
