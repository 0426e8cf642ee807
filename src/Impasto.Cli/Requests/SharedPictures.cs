using System.Collections.Concurrent;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Jobs;

namespace Impasto.Cli.Requests;

/// <summary>
/// What the runs of a call share of their pictures: hashes, for which each file is read once, and the content of
/// standard input and of pipes, which can't be read twice.
/// </summary>
/// <param name="terminal">Opens standard input.</param>
internal sealed class SharedPictures(Terminal terminal)
{
    private readonly ConcurrentDictionary<string, string?> _hashes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<LoadedBytes?>>> _kept = new(StringComparer.Ordinal);

    /// <summary>The hash of a file; null if it can't be read.</summary>
    public string? HashOf(string path) => _hashes.GetOrAdd(path, JobPictures.HashOf);

    /// <summary>The content of standard input or of a pipe; null for any other picture.</summary>
    /// <param name="name">The picture's name.</param>
    /// <param name="limits">How large a picture may be.</param>
    /// <param name="cancellation">Ends the wait for the other end.</param>
    /// <exception cref="PictureException">It can't be read, or is too large.</exception>
    public async Task<byte[]?> ContentOf(string name, PictureLimits limits, CancellationToken cancellation) =>
        (await Kept(name, limits, cancellation))?.Bytes;

    /// <summary>Adds the hashes of its pictures to a run; the address identifies a picture from the web.</summary>
    /// <param name="record">The run.</param>
    /// <param name="limits">How large a picture may be.</param>
    /// <param name="cancellation">Ends the wait for standard input or a pipe.</param>
    /// <exception cref="PictureException">Standard input or a pipe can't be read, or is too large.</exception>
    public async Task<RunRecord> CompleteAsync(
        RunRecord record, PictureLimits limits, CancellationToken cancellation)
    {
        Dictionary<string, string?> hashes = new(StringComparer.Ordinal);
        foreach (string name in record.Pictures.Select(picture => picture.Name))
        {
            LoadedBytes? kept = await Kept(name, limits, cancellation);
            hashes[name] = kept is null ? HashOf(PictureName.WithoutPage(name)) : kept.Sha256;
        }

        return record.WithPictures(picture => picture with { Sha256 = hashes[picture.Name] });
    }

    private async Task<LoadedBytes?> Kept(string name, PictureLimits limits, CancellationToken cancellation)
    {
        if (PictureName.IsAddress(name))
            return null;
        string source = PictureName.WithoutPage(name);
        return await _kept.GetOrAdd(source, _ => new Lazy<Task<LoadedBytes?>>(ReadAsync)).Value;

        async Task<LoadedBytes?> ReadAsync()
        {
            Stream? input = source == "-" ? terminal.Input() : null;
            byte[]? bytes = await new PictureReader(limits, input).FetchAsync(source, cancellation);
            return bytes is null ? null : new LoadedBytes(bytes, JobPictures.HashOf(bytes));
        }
    }

    private sealed record LoadedBytes(byte[] Bytes, string Sha256);
}
