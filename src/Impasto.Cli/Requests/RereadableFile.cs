using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Requests;

/// <summary>A file that can be read again: standard input and pipes are kept in a temporary one.</summary>
internal sealed class RereadableFile : IDisposable
{
    private readonly string _name;
    private readonly DirectoryInfo? _folder;

    private RereadableFile(string name, string path, DirectoryInfo? folder)
    {
        _name = name;
        _folder = folder;
        Path = path;
    }

    /// <summary>Where the content is.</summary>
    public string Path { get; }

    /// <summary>Reads standard input or a pipe to its end; any other file stays where it is.</summary>
    /// <param name="name">A path, or - for standard input.</param>
    /// <param name="terminal">Opens standard input.</param>
    /// <param name="cancellation">Ends the wait for the other end.</param>
    /// <exception cref="ImpastoException">It can't be read, or is too large for an array.</exception>
    public static async Task<RereadableFile> OpenAsync(string name, Terminal terminal, CancellationToken cancellation)
    {
        if (name.Length == 0 || Uri.TryCreate(name, UriKind.Absolute, out Uri? url) && !url.IsFile)
            return new RereadableFile(name, name, null);
        var reader = new PictureReader(
            new PictureLimits { MaxBytes = Array.MaxLength }, name == "-" ? terminal.Input() : null);
        if (await reader.FetchAsync(name, cancellation) is not { } bytes)
            return new RereadableFile(name, name, null);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("impasto-");
        string path = System.IO.Path.Combine(folder.FullName, "file");
        await File.WriteAllBytesAsync(path, bytes, cancellation);
        return new RereadableFile(name, path, folder);
    }

    /// <summary>Does work on the file; messages of failures name it as the user did.</summary>
    public T Use<T>(Func<string, T> work)
    {
        try
        {
            return work(Path);
        }
        catch (ImpastoException failure) when (_folder is not null)
        {
            throw new ImpastoException(failure.Message.Replace(Path, _name, StringComparison.Ordinal), failure);
        }
    }

    public void Dispose() => _folder?.Delete(recursive: true);
}
