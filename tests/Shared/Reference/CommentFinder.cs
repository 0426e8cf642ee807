using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Impasto.Tests.Reference;

/// <summary>The doc comments of types and members, inherited ones included.</summary>
/// <param name="compilation">Finds what a comment names.</param>
/// <param name="files">Comments as the compiler writes them.</param>
internal sealed class CommentFinder(Compilation compilation, IEnumerable<string> files)
{
    private const int MostSteps = 8;

    private static readonly XElement s_none = new("member");

    private readonly Dictionary<string, XElement> _comments = files
        .SelectMany(file => XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member"))
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>The comment of a symbol; an element without content if it has none.</summary>
    public XElement Of(ISymbol symbol) => Of(symbol, MostSteps);

    /// <summary>What a cref in a comment names; null where it is not known.</summary>
    public ISymbol? Find(string id) => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation);

    private XElement Of(ISymbol symbol, int steps)
    {
        XElement comment = _comments.GetValueOrDefault(symbol.GetDocumentationCommentId() ?? "", s_none);
        if (comment.Element("inheritdoc") is not { } inherits || steps == 0)
            return comment;
        ISymbol? source = inherits.Attribute("cref") is { } cref ? Find(cref.Value) : Inherited(symbol);
        if (source is null)
            return comment;
        XElement theirs = Of(source, steps - 1);
        var together = new XElement(comment);
        together.Element("inheritdoc")!.Remove();
        foreach (XElement part in theirs.Elements())
        {
            string? name = part.Attribute("name")?.Value;
            bool isOwn = together.Elements(part.Name)
                .Any(own => part.Name == "exception" ? Cref(own) == Cref(part) : own.Attribute("name")?.Value == name);
            if (!isOwn && (part.Name != "param" || HasParameter(symbol, name)))
                together.Add(part);
        }

        return together;
    }

    private static string? Cref(XElement element) => element.Attribute("cref")?.Value;

    private static bool HasParameter(ISymbol symbol, string? name) => symbol switch
    {
        IMethodSymbol method => method.Parameters.Any(parameter => parameter.Name == name),
        IPropertySymbol property => property.Parameters.Any(parameter => parameter.Name == name),
        _ => true,
    };

    private static ISymbol? Inherited(ISymbol symbol)
    {
        ISymbol? overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            INamedTypeSymbol type => type.BaseType,
            _ => null,
        };
        return overridden ?? symbol.ContainingType?.AllInterfaces
            .SelectMany(contract => contract.GetMembers())
            .FirstOrDefault(member => SymbolEqualityComparer.Default.Equals(
                symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));
    }
}
