using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Impasto.Tests.Architecture;

/// <summary>Which folders of the sources name types of other folders, as the compiler resolves the names.</summary>
/// <remarks>
/// Names in doc comments do not count. Packages other than those of these tests are unknown here, so a few names inside
/// expressions that use them are not resolved; a type is noticed all the same where a field or parameter names it.
/// </remarks>
internal static class SourceModel
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<IReadOnlyList<Dependency>> s_ofRepository = new(() => Read(
        SourceFile.Below(["src"], ".cs").ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal)));

    // Everything that these tests run with but ourselves.
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(References);

    /// <summary>The dependencies of all projects below src; read once for all tests.</summary>
    public static IReadOnlyList<Dependency> OfRepository => s_ofRepository.Value;

    /// <summary>Reads the dependencies of sources.</summary>
    /// <param name="sources">Text by path; the path's folder is what depends and is depended on.</param>
    public static IReadOnlyList<Dependency> Read(IReadOnlyDictionary<string, string> sources)
    {
        CSharpParseOptions options = new(LanguageVersion.Preview, DocumentationMode.None);
        List<SyntaxTree> trees = [.. sources
            .Select(source => CSharpSyntaxTree.ParseText(source.Value, options, path: source.Key))];
        HashSet<string> declared = [.. trees.SelectMany(Declared)];
        var compilation = CSharpCompilation.Create(
            "sources", [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, options)], s_references.Value);
        return [.. trees.AsParallel().AsOrdered().WithDegreeOfParallelism(2)
            .SelectMany(tree => Read(tree, compilation.GetSemanticModel(tree), declared))];
    }

    private static IEnumerable<Dependency> Read(
        SyntaxTree tree, SemanticModel model, HashSet<string> declared)
    {
        string from = Folder(tree);
        foreach (SimpleNameSyntax name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            // Asking the compiler is slow: names that nothing here declares are left out.
            if ((name.IsVar || declared.Contains(name.Identifier.Text))
                && name.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null
                && Target(model.GetSymbolInfo(name)) is { } type
                && Home(type, from) is { } to && to != from)
            {
                int line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                yield return new Dependency(from, to, $"{tree.FilePath}:{line} names {type.Name}");
            }
        }
    }

    private static IEnumerable<string> Declared(SyntaxTree tree) => tree.GetRoot().DescendantNodes()
        .Select(node => node switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            DelegateDeclarationSyntax type => type.Identifier.Text,
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax member => member.Identifier.Text,
            VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field => field.Identifier.Text,
            ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } property => property.Identifier.Text,
            EnumMemberDeclarationSyntax member => member.Identifier.Text,
            _ => "",
        });

    private static INamedTypeSymbol? Target(SymbolInfo info)
    {
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        INamedTypeSymbol? type = symbol as INamedTypeSymbol
            ?? (symbol is IMethodSymbol or IPropertySymbol or IFieldSymbol ? symbol.ContainingType : null);
        while (type?.ContainingType is { } outer)
            type = outer;
        return type?.OriginalDefinition;
    }

    // A partial type may lie in several folders: what lies here too depends on nothing else.
    private static string? Home(INamedTypeSymbol type, string from)
    {
        string[] homes = [.. type.Locations
            .Where(location => location.SourceTree is { FilePath.Length: > 0 })
            .Select(location => Folder(location.SourceTree!))];
        return homes.Contains(from) ? from : homes.FirstOrDefault();
    }

    private static string Folder(SyntaxTree tree) => tree.FilePath[..tree.FilePath.LastIndexOf('/')];

    private static IReadOnlyList<MetadataReference> References() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(file => !Path.GetFileName(file).StartsWith("Impasto", StringComparison.Ordinal))
        .Select(file => MetadataReference.CreateFromFile(file))];
}
