using System.Reflection;

namespace Impasto.Studio.Web;

/// <summary>Pictures to try things with, from inside the program.</summary>
internal static class Samples
{
    private const string Folder = "Samples/";

    /// <summary>Their names, which end in .jpg.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>One of them; null where there is none of that name.</summary>
    public static byte[]? Read(string name)
    {
        if (!Names.Contains(name))
            return null;
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
