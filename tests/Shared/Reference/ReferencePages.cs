using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Impasto.Tests.Reference;

/// <summary>The pages of docs/reference about one library, made from its doc comments.</summary>
internal static class ReferencePages
{
    /// <summary>Folder of the pages, from the checkout's root.</summary>
    public const string Folder = "docs/reference";

    /// <summary>Fails, with the command that accepts them, where the pages are not what the comments say.</summary>
    /// <param name="library">A type of the library.</param>
    public static void Require(Type library)
    {
        string package = library.Assembly.GetName().Name!;
        string agreed = Path.Combine(Repository.Root, Folder);
        string received = Path.Combine(AppContext.BaseDirectory, "reference", package);
        IReadOnlyDictionary<string, string> pages = Make(library.Assembly.Location);
        Assert.All(pages, page => Assert.False(
            page.Value.Contains("|  |\n", StringComparison.Ordinal), $"{page.Key} has a row without a text."));
        if (Directory.Exists(received))
            Directory.Delete(received, recursive: true);
        Directory.CreateDirectory(received);
        foreach ((string name, string text) in pages)
            File.WriteAllText(Path.Combine(received, name), text);

        IEnumerable<string> changed = pages.Where(page => Read(Path.Combine(agreed, page.Key)) != page.Value)
            .Select(page => page.Key);
        Assert.True(!changed.Any(), $"""
            The doc comments of {package} changed ({string.Join(", ", changed)}). Look at the differences:
                diff -r {agreed} {received}
            If they are meant, accept them:
                cp {received}/* {agreed}
            """);
        IEnumerable<string> stale = Directory.GetFiles(agreed, "*.md")
            .Where(file => !pages.ContainsKey(Path.GetFileName(file)))
            .Where(file => File.ReadAllText(file).Contains(PackageLine(package), StringComparison.Ordinal));
        Assert.Empty(stale);
    }

    /// <summary>Text by file name.</summary>
    /// <param name="file">The library, with its comments in an .xml file beside it.</param>
    public static IReadOnlyDictionary<string, string> Make(string file)
    {
        string comments = CommentsOf(file);
        Assert.True(File.Exists(comments), $"{comments} is missing: the build makes it.");
        string own = Path.GetFileName(file);
        MetadataReference library = MetadataReference.CreateFromFile(file);
        string[] others = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(other => Path.GetFileName(other) != own)];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "reference", references: [library, .. others.Select(other => MetadataReference.CreateFromFile(other))]);
        var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(library)!;
        var comment = new CommentFinder(compilation, [comments, .. others.Where(IsOurs).Select(CommentsOf)]);
        return Namespaces(assembly.GlobalNamespace)
            .ToDictionary(
                space => Links.PageOf(space),
                space => new NamespacePage(space, comment).Write(PackageLine(assembly.Name)),
                StringComparer.Ordinal);
    }

    /// <summary>The public types of a namespace, by name.</summary>
    public static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceSymbol space) => space.GetTypeMembers()
        .SelectMany(WithNested)
        .Where(type => type.DeclaredAccessibility == Accessibility.Public)
        .OrderBy(Signatures.Name, StringComparer.Ordinal);

    private static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type) =>
        type.DeclaredAccessibility == Accessibility.Public
            ? type.GetTypeMembers().SelectMany(WithNested).Prepend(type)
            : [];

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol space) => space.GetNamespaceMembers()
        .SelectMany(Namespaces)
        .Concat(TypesOf(space).Any() && !space.IsGlobalNamespace ? [space] : []);

    private static string CommentsOf(string file) => Path.ChangeExtension(file, ".xml");

    private static bool IsOurs(string file) =>
        Path.GetFileName(file).StartsWith("Impasto", StringComparison.Ordinal) && File.Exists(CommentsOf(file));

    private static string PackageLine(string package) => $"Package `{package}`.";

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
}
