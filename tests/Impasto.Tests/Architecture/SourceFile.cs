namespace Impasto.Tests.Architecture;

/// <summary>A file of the checkout.</summary>
/// <param name="Path">Its path from the checkout's root, with slashes.</param>
internal sealed record SourceFile(string Path)
{
    private static readonly string[] s_built = ["artifacts", "bin", "obj"];

    /// <summary>Its content.</summary>
    public string Text => File.ReadAllText(System.IO.Path.Combine(Repository.Root, Path));

    /// <summary>Its folder, from the checkout's root.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>Files below folders of the checkout, in order, without what a build made.</summary>
    /// <param name="folders">Folders from the root.</param>
    /// <param name="endings">Endings with their dot.</param>
    public static IReadOnlyList<SourceFile> Below(string[] folders, params string[] endings) => [.. folders
        .SelectMany(folder => Directory.EnumerateFiles(
            System.IO.Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
        .Where(file => endings.Contains(System.IO.Path.GetExtension(file)))
        .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(s_built.Contains))
        .Order(StringComparer.Ordinal)
        .Select(file => new SourceFile(file))];
}
