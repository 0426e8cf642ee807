namespace Impasto.Studio.Answers;

/// <summary>Sample pictures embedded in the program.</summary>
internal static class Samples
{
    private const string Folder = "Samples/";

    /// <summary>Their names, which end in .jpg.</summary>
    public static IReadOnlyList<string> Names { get; } = EmbeddedFiles.Names(Folder);

    /// <summary>The bytes of a sample; null if there is none of that name.</summary>
    public static byte[]? Read(string name) => Names.Contains(name) ? EmbeddedFiles.Read(Folder, name) : null;
}
