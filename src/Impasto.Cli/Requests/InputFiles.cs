using Impasto.Cli.Shell;
using Impasto.Cli.Words;

namespace Impasto.Cli.Requests;

/// <summary>The files that a call reads: none of them is ever an output.</summary>
/// <param name="paths">Their paths; those that are no files, such as addresses, are left out.</param>
internal sealed class InputFiles(IEnumerable<string> paths)
{
    private const int MostLinks = 40;

    private readonly HashSet<string> _files =
        [.. paths.Select(PictureName.WithoutPage).Distinct().Where(File.Exists).Select(Identity)];

    /// <summary>Refuses outputs that are inputs as well, whatever path or link names them.</summary>
    /// <param name="outputs">Options and their paths; null for an option that was not given.</param>
    /// <exception cref="WrongCallException">An output is an input.</exception>
    public void RequireApart(params IEnumerable<(string Option, string? Path)> outputs)
    {
        foreach ((string option, string? path) in outputs)
        {
            if (path is { Length: > 0 } && _files.Contains(Identity(path)))
                throw new WrongCallException($"{option}: expected another file than '{path}', which is an input.");
        }
    }

    /// <summary>One text for all paths of a file: absolute, without links, on some systems without case.</summary>
    public static string Identity(string path)
    {
        string real = Real(Path.GetFullPath(path), MostLinks);
        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? real.ToUpperInvariant() : real;
    }

    private static string Real(string path, int linksLeft)
    {
        if (Path.GetDirectoryName(path) is not { } folder || linksLeft == 0)
            return path;
        string here = Path.Combine(Real(folder, linksLeft), Path.GetFileName(path));
        try
        {
            return new FileInfo(here).LinkTarget is { } target
                ? Real(Path.GetFullPath(target, Path.GetDirectoryName(here)!), linksLeft - 1)
                : here;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return here;
        }
    }
}
