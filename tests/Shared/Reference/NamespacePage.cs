using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Impasto.Tests.Reference;

/// <summary>The page about a namespace: its types with their members.</summary>
/// <param name="space">The namespace.</param>
/// <param name="comments">The comments.</param>
internal sealed class NamespacePage(INamespaceSymbol space, CommentFinder comments)
{
    private readonly StringBuilder _text = new();
    private readonly CommentText _comment = new(comments);

    /// <summary>The page's text.</summary>
    /// <param name="packageLine">Names the package.</param>
    public string Write(string packageLine)
    {
        INamedTypeSymbol[] types = [.. ReferencePages.TypesOf(space)];
        Line($"# {space.ToDisplayString()}");
        Line($"{packageLine} Made from the doc comments of the code; [all pages](README.md).");
        Table("type", types.Select(type =>
            (Links.To(type).Replace(Links.PageOf(space), "", StringComparison.Ordinal), Cell(type, isWhole: false))));
        foreach (INamedTypeSymbol type in types)
            Add(type);
        return _text.ToString().TrimEnd() + "\n";
    }

    private void Add(INamedTypeSymbol type)
    {
        XElement comment = comments.Of(type);
        Line($"## {Signatures.Name(type).Replace("<", "&lt;", StringComparison.Ordinal)}");
        Line($"```cs\n{Signatures.Declaration(type)}\n```");
        // The constructor of a record or a class lists what the type's comment has.
        Details(comment, withParameters: type.TypeKind == TypeKind.Delegate);
        ISymbol[] members = [.. Signatures.Members(type)];
        Table(
            type.TypeKind == TypeKind.Enum ? "value" : "constant",
            members.OfType<IFieldSymbol>().Select(Row));
        foreach (IMethodSymbol made in members.OfType<IMethodSymbol>().Where(IsConstructor))
            Add(made, isTypes: Text(comments.Of(made)) == Text(comment));
        Table("property", members.OfType<IPropertySymbol>().Select(Row));
        Table("event", members.OfType<IEventSymbol>().Select(Row));
        foreach (IMethodSymbol method in members.OfType<IMethodSymbol>().Where(method => !IsConstructor(method)))
            Add(method, isTypes: false);
    }

    private static bool IsConstructor(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor;

    private (string Name, string Text) Row(ISymbol member) =>
        ($"`{Signatures.Of(member)}`", Cell(member, isWhole: true));

    // A member's remarks and errors stand in its cell.
    private string Cell(ISymbol symbol, bool isWhole)
    {
        XElement comment = comments.Of(symbol);
        List<string> texts = [_comment.Cell(comment.Element("summary"))];
        if (isWhole)
        {
            texts.Add(_comment.Cell(comment.Element("remarks")));
            texts.AddRange(comment.Elements("exception").Select(part =>
                $"Throws {_comment.Reference(part.Attribute("cref")!.Value)}: {_comment.Cell(part)}"));
        }

        return string.Join(' ', texts.Where(text => text.Length > 0));
    }

    private string Text(XElement comment) => _comment.Write(comment.Element("summary"));

    private void Add(IMethodSymbol method, bool isTypes)
    {
        XElement comment = comments.Of(method);
        // What has no comment and no parameter is the compiler's, or says it all by its name.
        if (IsConstructor(method) && method.Parameters.Length == 0 && (isTypes || Text(comment).Length == 0))
            return;
        Line($"**`{Signatures.Of(method)}`**");
        if (isTypes)
            Parts(comment, withParameters: true);
        else
            Details(comment, withParameters: true);
    }

    private void Details(XElement comment, bool withParameters)
    {
        Line(Text(comment));
        Parts(comment, withParameters);
        Line(_comment.Write(comment.Element("remarks")));
        foreach (XElement example in comment.Elements("example"))
            Line(_comment.Write(example));
    }

    private void Parts(XElement comment, bool withParameters)
    {
        List<string> parts = [];
        if (withParameters)
        {
            parts.AddRange(comment.Elements("typeparam").Concat(comment.Elements("param"))
                .Select(part => $"- `{part.Attribute("name")!.Value}`: {_comment.Write(part)}"));
            if (comment.Element("returns") is { } returns)
                parts.Add($"- returns: {_comment.Write(returns)}");
        }

        parts.AddRange(comment.Elements("exception")
            .Select(part => $"- throws {_comment.Reference(part.Attribute("cref")!.Value)}: {_comment.Write(part)}"));
        Line(string.Join('\n', parts));
    }

    private void Table(string head, IEnumerable<(string Name, string Text)> rows)
    {
        string[] lines = [.. rows.Select(row =>
            $"| {row.Name.Replace("|", "\\|", StringComparison.Ordinal)} | {row.Text} |")];
        if (lines.Length > 0)
            Line($"| {head} | |\n|---|---|\n{string.Join('\n', lines)}");
    }

    private void Line(string text)
    {
        if (text.Length > 0)
            _text.Append(text).Append("\n\n");
    }
}
