using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;

namespace Impasto.Cli.Full.Mcp;

/// <summary>The files that another program may name.</summary>
internal sealed class PictureNames
{
    private readonly bool _allowUrls;
    private readonly string? _only;

    /// <param name="folder">The only folder whose files may be named; null for every folder.</param>
    /// <param name="allowUrls">True if web addresses may be named.</param>
    /// <exception cref="WrongCallException">The folder does not exist.</exception>
    public PictureNames(string? folder, bool allowUrls)
    {
        if (folder is not null && !Directory.Exists(folder))
            throw new WrongCallException($"--folder: expected a folder that exists, got '{folder}'.");
        _allowUrls = allowUrls;
        _only = folder is null ? null : InputFiles.Identity(folder);
        Folder = Path.GetFullPath(folder ?? ".");
    }

    /// <summary>The folder that names are relative to.</summary>
    public string Folder { get; }

    /// <summary>Checks a picture to read.</summary>
    /// <param name="argument">The tool's argument, for messages.</param>
    /// <param name="name">A file, or an address.</param>
    /// <returns>The name.</returns>
    /// <exception cref="WrongCallException">It may not be read.</exception>
    public string RequireReadable(string argument, string name)
    {
        if (name.Split('#')[0] is "-" or "")
            throw new WrongCallException($"{argument}: expected a file, got '{name}'.");
        if (!PictureName.IsAddress(name))
        {
            RequireInside(argument, name, name.Split('#')[0]);
            return name;
        }

        return _allowUrls
            ? name
            : throw new WrongCallException(
                $"{argument}: expected a file, got the address '{name}': addresses need impasto mcp --allow-urls.");
    }

    /// <summary>The whole path of a file to write.</summary>
    /// <exception cref="WrongCallException">It may not be written.</exception>
    public string ForWriting(string argument, string name)
    {
        if (name is "-" or "")
            throw new WrongCallException($"{argument}: expected a file, got '{name}'.");
        RequireInside(argument, name, name);
        return Path.GetFullPath(name, Folder);
    }

    private void RequireInside(string argument, string name, string file)
    {
        if (_only is null)
            return;
        string path = InputFiles.Identity(Path.Combine(Folder, file));
        string inside = Path.EndsInDirectorySeparator(_only) ? _only : _only + Path.DirectorySeparatorChar;
        if (!path.StartsWith(inside, StringComparison.Ordinal))
            throw new WrongCallException($"{argument}: expected a file in '{Folder}', got '{name}'.");
    }
}
