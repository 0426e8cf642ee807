using System.Reflection;

namespace Impasto.Studio.Answers;

/// <summary>Files embedded in the program.</summary>
internal static class EmbeddedFiles
{
    /// <summary>Names of a folder's files, without the folder.</summary>
    /// <param name="folder">The folder, with a slash at its end.</param>
    public static IReadOnlyList<string> Names(string folder) =>
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => name[folder.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of a file.</summary>
    public static byte[] Read(string folder, string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(folder + name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
